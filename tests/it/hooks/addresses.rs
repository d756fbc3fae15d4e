//! How `geo-guard` tells networks apart. It is built for WebAssembly alone, so what is pure of it is tested here.

#[path = "../../../plugins/geo-guard/src/mask.rs"]
mod mask;
#[path = "../../../plugins/geo-guard/src/networks.rs"]
mod networks;
#[path = "../../../plugins/geo-guard/src/table.rs"]
mod table;

use networks::Networks;
use table::Table;

/// A file in order, as the plugin has its own.
fn networks(file: &'static str) -> Networks {
    let table = Table::read(file).expect("a table");
    Networks {
        names: table.names.leak(),
        v4: in_order(table.v4),
        v6: in_order(table.v6),
    }
}

fn in_order<N>(groups: Vec<(u32, Vec<(N, usize)>)>) -> &'static [(u32, &'static [(N, usize)])] {
    let groups = groups.into_iter();
    let groups = groups.map(|(bits, networks)| (bits, &*networks.leak()));
    groups.collect::<Vec<_>>().leak()
}

/// By the file of the plugin.
fn name(address: &str) -> Option<String> {
    networks(include_str!("../../../plugins/geo-guard/data/networks.txt")).name(address)
}

#[test]
fn addresses_that_no_line_is_about_are_told_apart_by_what_their_owner_does_not_choose() {
    assert_eq!(name("198.51.100.7"), name("198.51.100.250"));
    assert_ne!(name("198.51.100.7"), name("198.51.101.7"));
    assert_eq!(name("198.51.100.7").as_deref(), Some("198.51.100.0/24"));
    assert_eq!(name("2001:db8:7:1::1"), name("2001:db8:7:ffff:1:2:3:4"));
    assert_ne!(name("2001:db8:7::1"), name("2001:db8:8::1"));
    assert_eq!(name("2001:db8:7::1").as_deref(), Some("2001:db8:7::/48"));
}

#[test]
fn an_address_is_the_same_however_it_is_written() {
    assert_eq!(name("::ffff:198.51.100.7"), name("198.51.100.7"));
    assert_eq!(name("2001:DB8:7:0:0:0:0:1"), name("2001:db8:7::1"));
}

#[test]
fn what_is_no_address_is_in_no_network() {
    for odd in [
        "",
        "198.51.100",
        "198.51.100.7/24",
        "localhost",
        "198.51.100.7\n",
    ] {
        assert_eq!(name(odd), None, "{odd:?}");
    }
}

#[test]
fn the_file_says_which_networks_belong_together() {
    assert_eq!(name("10.1.2.3").as_deref(), Some("private"));
    assert_eq!(name("192.168.7.7"), name("10.200.0.1"));
    assert_eq!(name("fd12:3456::1").as_deref(), Some("private"));
    assert_eq!(name("127.0.0.1"), name("::1"));
    assert_eq!(name("172.32.0.1").as_deref(), Some("172.32.0.0/24"));
}

#[test]
fn of_several_lines_the_narrowest_counts() {
    let file =
        networks("203.0.0.0/8 wide\n203.0.113.0/24 office\n203.0.113.7/32 door\n0.0.0.0/0 all\n");
    let of = |address: &str| file.name(address);
    assert_eq!(of("203.0.113.7").as_deref(), Some("door"));
    assert_eq!(of("203.0.113.8").as_deref(), Some("office"));
    assert_eq!(of("203.1.2.3").as_deref(), Some("wide"));
    assert_eq!(of("198.51.100.7").as_deref(), Some("all"));
    let not = "IPv4 says nothing about IPv6";
    assert_eq!(of("2001:db8::1").as_deref(), Some("2001:db8::/48"), "{not}");
}

#[test]
fn a_line_that_means_nothing_is_named_and_a_comment_is_none() {
    let odd = [
        "203.0.113.0/24",
        "203.0.113.0/33 office",
        "2001:db8::/129 office",
        "203.0.113.0 office",
        "203.0.113/24 office",
        "203.0.113.0/24  ",
        "203.0.113.0/-1 office",
    ];
    for odd in odd {
        let file = format!("# networks\n\n{odd}\n");
        let why = Table::read(&file).err().expect("it is refused");
        assert!(why.starts_with("line 3: "), "{why}");
    }
    let file = networks("  203.0.113.9/24\tHead office  # since May\n# 203.0.113.7/32 door");
    assert_eq!(file.name("203.0.113.7").as_deref(), Some("Head office"));
}
