//! Settings: how they are declared, and what staff may enter.

use innkeeper_package::manifest::{Setting, SettingKind, Value, Wrong};

use crate::fixtures::{FULL, SMALL, fault, parse};

fn setting(name: &str) -> Setting {
    let settings = parse(FULL).settings;
    let found = settings.into_iter().find(|setting| setting.name == name);
    found.unwrap()
}

/// What is said of a setting of the small manifest.
fn said(body: &str) -> String {
    fault(&format!("{SMALL}[settings.x]\nlabel = \"X\"\n{body}\n"))
}

#[test]
fn each_setting_says_what_may_be_entered() {
    let sender = setting("sender");
    assert!(sender.per_brand && !sender.required);
    let default = Some("Acme".to_owned());
    let text = SettingKind::Text {
        default,
        minimum: 3,
        maximum: 11,
    };
    assert_eq!(sender.kind, text);
    let key = setting("api-key");
    assert!(key.required && key.kind == SettingKind::Secret);
    assert!(matches!(
        setting("flash").kind,
        SettingKind::Boolean { default: true }
    ));
    let SettingKind::Choice { default, options } = setting("route").kind else {
        panic!("a choice");
    };
    assert_eq!(default.as_deref(), Some("safe"));
    assert_eq!(options[0], ("fast".to_owned(), "Fast".to_owned()));
}

#[test]
fn a_wrong_setting_says_what_to_write() {
    for (body, wanted) in [
        ("", "`settings.x.type` is missing"),
        ("type = \"string\"", "is called `text` here"),
        ("type = \"password\"", "is called `secret` here"),
        ("type = \"colour\"", "is no type"),
        ("type = \"integr\"", "did you mean `integer`?"),
        (
            "type = \"boolean\"\nminimum = 1",
            "`settings.x.minimum` is no key that is known here",
        ),
        (
            "type = \"secret\"\ndefault = \"abc\"",
            "`settings.x.default` is no key",
        ),
        (
            "type = \"integer\"\ndefault = \"7\"",
            "is text; write a whole number",
        ),
        (
            "type = \"integer\"\ndefault = 7\nmaximum = 5",
            "would not be accepted: it must be between",
        ),
        (
            "type = \"integer\"\nminimum = 7\nmaximum = 5",
            "is greater than `maximum`",
        ),
        (
            "type = \"text\"\nmaximum = 100000",
            "must be between 0 and 1000",
        ),
        ("type = \"choice\"", "`settings.x.options` is missing"),
        (
            "type = \"choice\"\noptions = { a = \"A\" }",
            "has 1 options; write 2 to 64",
        ),
        (
            "type = \"choice\"\noptions = { a = \"A\", b = \"B\" }\ndefault = \"c\"",
            "one of the options",
        ),
        (
            "type = \"url\"\ndefault = \"acme.example\"",
            "begins with https://",
        ),
        ("type = \"text\"\nrequired = \"yes\"", "write true or false"),
        ("type = \"text\"\nhelp = \"a\\nb\"", "contains U+000A"),
    ] {
        let fault = said(body);
        assert!(fault.contains(wanted), "{body}\n{fault}");
    }
    assert!(
        fault(&format!("{SMALL}[settings.API]\ntype = \"text\"\n"))
            .contains("is no name of a setting")
    );
    assert!(fault(&format!("{SMALL}settings.x = 1\n")).contains("write a table, [settings.x]"));
}

#[test]
fn r122_an_address_that_is_asked_needs_the_capability_and_opens_its_host_alone() {
    let body = "type = \"host-url\"";
    assert!(
        said(body).contains("`capabilities.http` is missing, and a setting of the type host-url")
    );
    let server = setting("server");
    let value = server
        .read("https://sms.example.net:8443/api")
        .unwrap()
        .unwrap();
    assert_eq!(value.hosts(), ["sms.example.net:8443".parse().unwrap()]);
    assert!(matches!(
        server.read("https://10.0.0.1/"),
        Err(Wrong::Host(_))
    ));
    let two = "https://a.example.net, https://b.example.net";
    assert_eq!(server.read(two).err(), Some(Wrong::Several(1)));
}

#[test]
fn what_staff_enter_is_held_against_the_setting() {
    let read = |name: &str, entered: &str| setting(name).read(entered);
    assert_eq!(read("api-key", "").err(), Some(Wrong::Missing));
    assert!(read("sender", "").is_ok_and(|value| value.is_none()));
    assert!(
        read("sender", "Acme Ltd").is_ok_and(|value| value == Some(Value::Text("Acme Ltd".into())))
    );
    let length = Wrong::Length {
        minimum: 3,
        maximum: 11,
    };
    assert_eq!(read("sender", "ab").err(), Some(length));
    assert_eq!(read("sender", "a\u{202E}bcd").err(), Some(Wrong::Text));
    assert!(read("tries", "5").is_ok_and(|value| value == Some(Value::Integer(5))));
    assert_eq!(
        read("tries", "6").err(),
        Some(Wrong::Range {
            minimum: 1,
            maximum: 5
        })
    );
    assert_eq!(read("tries", "five").err(), Some(Wrong::Integer));
    assert_eq!(read("flash", "yes").err(), Some(Wrong::Boolean));
    assert_eq!(read("route", "slow").err(), Some(Wrong::Choice));
    assert_eq!(
        read("help-page", "javascript:alert(1)").err(),
        Some(Wrong::Url)
    );
}
