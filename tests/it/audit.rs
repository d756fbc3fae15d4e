//! The audit log from outside: what is written there, and whether its chain holds.

use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_server::app::audit;
use innkeeper_store::Page;
use innkeeper_store::audit::{Filter, list};
use innkeeper_store::testing::run_beneath;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::process;
use serde_json::Value;

use crate::INNKEEPER;
use crate::houses::houses;
use crate::staff::staff;

/// What the latest line of that event tells.
async fn told_by(house: &House, event: &str) -> Value {
    let filter = Filter {
        event: Some(event),
        ..Filter::default()
    };
    let mut tx = house.panel.db.read().await.expect("a unit of work");
    let lines = list(&mut tx, filter, Page::first(1)).await.expect("lines");
    lines.rows.first().expect("it was written").detail.clone()
}

houses! {
    async fn r182_a_failed_proof_is_recorded_with_its_factor_and_reason(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let (key, _) = ada.enables_totp(&house).await;
        let used = house.code(&key);
        let mut door = house.visitor();
        door.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/login/verify");
        door.submit("/login/verify", "/login/verify", &[("code", &used)]).await;
        let told = told_by(&house, "sign-in.failed").await;
        assert_eq!(told["stage"], "second-factor");
        assert_eq!(told["factor"], "totp");
        assert!(told["because"].is_string(), "{told}");

        house.wait(chrono::TimeDelta::minutes(11));
        let mut forgot = house.visitor();
        forgot.submit("/password/forgot", "/password/forgot", &[("email", "ada@example.org")]).await;
        house.run_jobs().await;
        let link = house.mailed_link("reset-password", "ada@example.org").await;
        let token = link.split("token=").nth(1).unwrap_or_default().to_owned();
        let fields = [("token", token.as_str()), ("password", "another walk by the sea"), ("code", "000000")];
        forgot.submit(&link, "/password/reset", &fields).await;
        assert_eq!(told_by(&house, "password.reset-failed").await["factor"], "totp");
    }

    async fn staff_see_when_the_chain_was_last_checked(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        owner.get("/staff/audit").await.expect(StatusCode::OK).expect_text("They have not been checked yet");
        let verified = audit::verify(&house.panel, &mut |_, _| {}).await.expect("it is walked");
        assert!(verified.lines > 3 && verified.found.is_none(), "{verified:?}");
        owner.get("/staff/audit").await.expect(StatusCode::OK).expect_text("all were as they were written");
    }
}

#[tokio::test]
async fn r182_the_command_finds_what_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let innkeeper = |arguments: &[&str], input: &str| {
        process::run(
            process::command(INNKEEPER, folder.path()).args(arguments),
            input,
        )
        .unwrap()
    };
    let owner = ["init", "--yes", "--email", "owner@inn.example", "--name"];
    let init = [&owner[..], &["Olivia", "--password-stdin"]].concat();
    assert!(
        innkeeper(&init, "a lamp in every window\n")
            .status
            .success()
    );

    let whole = innkeeper(&["audit", "verify", "--json"], "");
    let said: Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert_eq!(said["ok"], true, "{said}");
    let head = said["head"].as_str().unwrap();
    assert!(
        innkeeper(&["audit", "verify", "--anchor", head], "")
            .status
            .success()
    );
    let elsewhere = format!("{head}00");
    let anchored = innkeeper(&["audit", "verify", "--anchor", &elsewhere], "");
    assert_eq!(anchored.status.code(), Some(1));

    let database = format!(
        "sqlite:{}",
        folder.path().join("data/innkeeper.db").display()
    );
    let slip = "DROP TRIGGER audit_log_is_not_changed; UPDATE audit_log SET event = 'nothing' WHERE seq = 1";
    run_beneath(&database, slip).await.unwrap();
    let changed = innkeeper(&["audit", "verify"], "");
    assert_eq!(changed.status.code(), Some(1));
    let said = String::from_utf8_lossy(&changed.stdout).into_owned();
    assert!(said.starts_with("Line 1 "), "{said}");
    let doctor = innkeeper(&["doctor", "--json"], "");
    let doctor = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(doctor.contains("not as it was written"), "{doctor}");
}
