//! `chat-notify` tells chats what happened: signed, in order, once, and without saying who it was.

use std::io::Write as _;
use std::process::{Command, Stdio};

use chrono::TimeDelta;
use http::{Method, StatusCode};
use innkeeper_server::app::{Caller, hooks};
use innkeeper_store::leases;
use innkeeper_tests::house::House;
use serde_json::json;

use super::estate::Estate;
use super::receiver::{Receiver, Sent};
use crate::houses::houses;
use crate::settling::by;

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.org";

/// `0123456789abcdef`, in base 64.
const KEY: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZg==";
const KEY_IN_HEX: &str = "30313233343536373839616263646566";

/// The plugin, which tells of these events to everybody it can.
async fn estate(house: House, events: &str) -> (Estate, Receiver) {
    let receiver = Receiver::open().await;
    let at = |path: &str| format!("{}{path}", receiver.url);
    let settings = [
        ("events", events.to_owned()),
        ("slack", "true".to_owned()),
        ("slack-webhook", at("/slack/T000/B000/XXX")),
        ("discord", "true".to_owned()),
        ("discord-webhook", at("/discord/1/XXX")),
        ("matrix", "true".to_owned()),
        ("matrix-server", at("/matrix")),
        ("matrix-room", "!room:example.org".to_owned()),
        ("matrix-token", "syt_a_token".to_owned()),
        ("webhook", "true".to_owned()),
        ("webhook-url", at("/webhook")),
        ("webhook-key", KEY.to_owned()),
    ];
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let estate = Estate::with(house, "chat-notify", &settings, Some(&receiver.url)).await;
    (estate, receiver)
}

/// What `openssl` says that the signature is.
fn signature(sent: &Sent) -> String {
    let header = |name: &str| sent.headers[name].to_str().expect("text").to_owned();
    let mut signed =
        format!("{}.{}.", header("webhook-id"), header("webhook-timestamp")).into_bytes();
    signed.extend(&sent.body);
    let key =
        format!("openssl dgst -sha256 -mac HMAC -macopt hexkey:{KEY_IN_HEX} -binary | base64");
    let mut shell = Command::new("sh")
        .args(["-c", &key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl runs");
    shell
        .stdin
        .take()
        .expect("its input")
        .write_all(&signed)
        .expect("it reads");
    let code = shell.wait_with_output().expect("it ends").stdout;
    format!("v1,{}", String::from_utf8(code).expect("text").trim())
}

fn names(sent: &[Sent]) -> Vec<String> {
    let name = |sent: &Sent| sent.json()["type"].as_str().expect("a name").to_owned();
    sent.iter().map(name).collect()
}

houses! {
    async fn everybody_who_is_switched_on_hears_of_an_event_once(house) {
        let (estate, receiver) = estate(house, "user.registered").await;
        assert_eq!(estate.tells().await, 0, "it hears of what happens from now on");
        estate.house.visitor().registers(&estate.house, ADA).await;
        estate.tells().await;
        assert_eq!(estate.tells().await, 0);

        let slack = &receiver.sent("/slack")[..];
        let [slack] = slack else { panic!("Slack heard {} times", slack.len()) };
        let said = slack.json()["text"].as_str().expect("text").to_owned();
        assert!(said.starts_with("Somebody registered · ") && said.contains("by the customer"), "{said}");
        assert_eq!(receiver.sent("/discord")[0].json()["allowed_mentions"], json!({"parse": []}));

        let matrix = &receiver.sent("/matrix")[0];
        assert_eq!(matrix.method, Method::PUT);
        assert!(matrix.path.starts_with("/matrix/_matrix/client/v3/rooms/%21room%3Aexample.org/send/m.room.message/"));
        assert_eq!(matrix.headers["authorization"], "Bearer syt_a_token");

        let webhook = &receiver.sent("/webhook")[0];
        assert_eq!(webhook.headers["webhook-signature"], signature(webhook).as_str());
        assert_eq!(webhook.headers["webhook-timestamp"], estate.house.now().timestamp().to_string().as_str());
        let said = webhook.json();
        assert_eq!((&said["type"], &said["data"]["actor"]), (&json!("user.registered"), &json!("user")));
        assert_ne!(said["data"]["subject"], json!(null));
    }

    async fn r121_who_it_is_leaves_the_panel_only_if_that_is_switched_on(house) {
        let (estate, receiver) = estate(house, "user.registered, password.changed").await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        estate.tells().await;
        for sent in receiver.sent("/") {
            let said = sent.text();
            assert!(!said.contains("ada@") && !said.contains("Lovelace") && !said.contains("198.18."), "{said}");
        }
        estate.sets(&[("include-person", "true")]).await;
        estate.house.visitor().registers(&estate.house, BOB).await;
        estate.tells().await;
        let last = receiver.sent("/webhook").pop().expect("it heard").json();
        assert_eq!(last["data"]["email"], json!(BOB));
        let principal = estate.house.person(innkeeper_identity::principal::PrincipalKind::User, BOB).await;
        assert!(!last.to_string().contains(&principal.id.to_string()), "an id of the panel's is no plugin's to know");
    }

    async fn what_comes_after_a_failure_waits_for_its_person_and_for_nobody_else(house) {
        let (estate, receiver) = estate(house, "user.registered, email.changed, sign-in.failed").await;
        receiver.answers("/webhook", StatusCode::SERVICE_UNAVAILABLE);
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        estate.tells().await;
        let mut thief = estate.house.visitor();
        thief.signs_in(ADA, "not her password at all").await;
        estate.tells().await;
        assert_eq!(receiver.sent("/slack").len(), 1, "the second event waits for the first");

        receiver.answers("/webhook", StatusCode::OK);
        estate.house.visitor().registers(&estate.house, BOB).await;
        estate.tells().await;
        assert_eq!(names(&receiver.sent("/webhook")), ["user.registered"], "Bob waits for nobody");

        estate.house.wait(TimeDelta::seconds(11));
        estate.tells().await;
        let all = ["user.registered", "user.registered", "sign-in.failed"];
        assert_eq!(names(&receiver.sent("/webhook")), all);
        assert_eq!(receiver.sent("/slack").len(), 3, "whoever heard already did not hear twice");
        assert!(hooks::list(estate.panel(), None, 10).await.unwrap().is_empty());
    }

    async fn what_cannot_be_told_for_a_day_is_laid_aside_until_staff_have_it_told_again(house) {
        let (estate, receiver) = estate(house, "user.registered").await;
        receiver.answers("/", StatusCode::BAD_GATEWAY);
        estate.house.visitor().registers(&estate.house, ADA).await;
        for _ in 0..40 {
            estate.tells().await;
            estate.house.wait(TimeDelta::minutes(61));
        }
        let laid_aside = hooks::list(estate.panel(), Some(estate.id()), 10).await.unwrap();
        let [untold] = &laid_aside[..] else { panic!("{laid_aside:?}") };
        assert!(untold.parked.dead_at.is_some() && untold.event == "user.registered");
        assert_eq!(untold.parked.why.as_deref(), Some("unavailable: slack answered 502"));

        receiver.answers("/", StatusCode::OK);
        assert_eq!(estate.tells().await, 0, "it is for staff now");
        let caller = Caller::default();
        let other = "0198a5f6-0000-7000-8000-000000000000".parse().unwrap();
        assert_eq!(hooks::retry(estate.panel(), estate.id(), Some(other), by(&caller)).await.unwrap(), 0);
        assert_eq!(hooks::retry(estate.panel(), estate.id(), None, by(&caller)).await.unwrap(), 1);
        estate.tells().await;
        assert_eq!(receiver.sent("/slack").len(), 1);
        assert!(hooks::list(estate.panel(), None, 10).await.unwrap().is_empty());
    }

    async fn a_plugin_that_is_disabled_hears_later_and_of_what_is_a_week_old_no_more(house) {
        let (estate, receiver) = estate(house, "user.registered").await;
        let caller = Caller::default();
        innkeeper_server::app::plugins::disable(estate.panel(), estate.id(), by(&caller)).await.unwrap();
        estate.house.visitor().registers(&estate.house, ADA).await;
        estate.house.wait(TimeDelta::days(8));
        estate.house.visitor().registers(&estate.house, BOB).await;
        assert_eq!(estate.tells().await, 0);
        estate.enables().await;
        estate.tells().await;
        assert_eq!(receiver.sent("/slack").len(), 1);
    }

    async fn without_a_plugin_that_hears_nothing_is_written(house) {
        house.visitor().registers(&house, ADA).await;
        assert_eq!(hooks::deliver(&house.panel).await.unwrap(), 0);
        let mut tx = house.panel.db.begin().await.unwrap();
        let (cursors,): (i64,) = tx.one("SELECT COUNT(*) FROM hook_cursors", ()).await.unwrap();
        let (held,): (i64,) = tx.one("SELECT COUNT(*) FROM leases WHERE name LIKE 'hooks %'", ()).await.unwrap();
        assert_eq!((cursors, held), (0, 0));
    }

    async fn only_one_node_tells_a_plugin_at_a_time(house) {
        let (estate, receiver) = estate(house, "user.registered").await;
        estate.house.visitor().registers(&estate.house, ADA).await;
        let now = estate.house.now();
        let mut tx = estate.panel().db.begin().await.unwrap();
        let name = format!("hooks {}", estate.id());
        assert!(leases::acquire(&mut tx, &name, "another node", now, now + TimeDelta::minutes(1)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(estate.tells().await, 0);
        estate.house.wait(TimeDelta::minutes(2));
        assert!(estate.tells().await > 0, "whoever died is followed");
        assert_eq!(receiver.sent("/slack").len(), 1);
    }
}
