//! A list of stolen passwords, tried out from one network (R43).

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_identity::throttle::{ThrottleScope, ip_subject};
use innkeeper_store::throttles;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::Visitor;

use crate::houses::houses;
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.org";
const WRONG: &str = "not the password at all";

/// As many as the list has that shuts a network out.
const LIST: usize = 100;

/// Tries so many pairs of a list, as fast as the network's other limits let anybody.
async fn tries_a_list(house: &House, thief: &mut Visitor, pairs: usize) {
    for number in 0..pairs {
        if number % 45 == 44 {
            house.wait(TimeDelta::minutes(10));
        }
        let email = format!("guest-{number}@example.org");
        thief
            .signs_in(&email, WRONG)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    house.wait(TimeDelta::minutes(10));
}

/// How many pairs were counted for the network of that address.
async fn counted(house: &House, ip: std::net::IpAddr) -> i64 {
    let mut tx = house.panel.db.read().await.expect("a unit of work");
    let row = throttles::find(&mut tx, ThrottleScope::Stuffing, &ip_subject(ip)).await;
    row.expect("a look-up").map_or(0, |row| row.window_count)
}

houses! {
    async fn r43_a_network_that_tries_a_list_is_shut_out_and_its_known_browsers_are_not(house) {
        let ip = house.visitor_address();
        let at_the_office = || house.visitor().from_address(ip);
        let (mut ada, mut bob) = (house.visitor(), at_the_office());
        ada.registers(&house, ADA).await;
        bob.registers(&house, BOB).await;
        bob.signs_out().await;
        tries_a_list(&house, &mut at_the_office(), LIST - 1).await;
        let mut adas_second = at_the_office();
        adas_second.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        adas_second.cookies.clear();
        at_the_office().signs_in("the-last@example.org", WRONG).await.expect(StatusCode::TOO_MANY_REQUESTS);

        let refused = at_the_office().signs_in(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.headers["retry-after"], "3600");
        adas_second.signs_in(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        at_the_office().submit("/login/recover", "/login/recover", &[("email", ADA), ("password", PASSWORD)]).await
            .expect(StatusCode::TOO_MANY_REQUESTS);
        bob.signs_in(BOB, PASSWORD).await.expect_redirect("/account");
        bob.signs_out().await;
        bob.signs_in(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        house.visitor().signs_in(ADA, PASSWORD).await.expect_redirect("/account");

        house.wait(TimeDelta::hours(1));
        at_the_office().signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        at_the_office().signs_in("one-more@example.org", WRONG).await.expect(StatusCode::TOO_MANY_REQUESTS);
        at_the_office().signs_in(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
    }

    async fn r43_staff_see_who_is_shut_out_and_let_them_in_again(house) {
        let ip = house.visitor_address();
        house.visitor().registers(&house, ADA).await;
        let mut door = house.visitor().from_address(ip);
        tries_a_list(&house, &mut door, LIST - 1).await;
        door.signs_in("the-last@example.org", WRONG).await.expect(StatusCode::TOO_MANY_REQUESTS);
        door.signs_in(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        let mut support = staff(&house, "grace@sunny.example", Role::Support).await;
        support.get("/staff").await.expect_text(&ip.to_string()).expect_text("100 wrong pairs");
        let network = [("network", ip.to_string())];
        let network: Vec<_> = network.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let admit = "/staff/networks/admit";
        support.submit("/staff", admit, &network).await.expect_redirect("/staff");
        assert!(!support.get("/staff").await.body.contains("wrong pairs"));
        door.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        let mut owner = staff(&house, "owner@sunny.example", Role::Owner).await;
        owner.get("/staff/audit?event=network.").await
            .expect_text("network.shut-out").expect_text("network.admitted").expect_text(&ip.to_string());
    }

    async fn r43_neither_the_same_pair_again_nor_a_known_browsers_mistakes_count(house) {
        let ip = house.visitor_address();
        let mut bob = house.visitor().from_address(ip);
        bob.registers(&house, BOB).await;
        bob.signs_out().await;
        for wrong in ["a wrong one", "another wrong one"] {
            bob.signs_in(BOB, wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        }
        bob.signs_in(BOB, PASSWORD).await.expect_redirect("/account");
        assert_eq!(counted(&house, ip).await, 0);
        let mut stranger = house.visitor().from_address(ip);
        for (email, wrong) in [(ADA, WRONG), (ADA, WRONG), ("carol@example.org", WRONG), (BOB, "a wrong one")] {
            stranger.signs_in(email, wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(counted(&house, ip).await, 3);
        stranger.signs_in(BOB, PASSWORD).await.expect_redirect("/account");
        assert_eq!(counted(&house, ip).await, 3, "a right one is not counted, and forgives nothing");
        house.wait(TimeDelta::hours(3));
        house.visitor().from_address(ip).signs_in(ADA, WRONG).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(counted(&house, ip).await, 1, "three hours are a window");
    }
}
