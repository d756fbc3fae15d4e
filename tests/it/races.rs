//! Sixty-four at once, and one gets in.

use http::StatusCode;
use innkeeper_tests::house::PASSWORD;
use innkeeper_tests::visitor::{Reply, Visitor};

use crate::houses::houses;

const CROWD: usize = 64;

/// Everybody sends the same code at the same moment; how many got in.
async fn storm(crowd: Vec<Visitor>, code: &str) -> usize {
    let tasks: Vec<_> = crowd
        .into_iter()
        .map(|mut one| {
            let code = code.to_owned();
            tokio::spawn(async move { one.post("/login/verify", &[("code", &code)]).await })
        })
        .collect();
    let mut got_in = 0;
    for task in tasks {
        let reply: Reply = task.await.expect("no task panics");
        assert!(
            !reply.status.is_server_error(),
            "{} {}",
            reply.status,
            reply.body
        );
        got_in += usize::from(reply.location().as_deref() == Some("/account"));
    }
    got_in
}

houses! {
    async fn r24_one_pending_login_becomes_one_session_however_many_answer_at_once(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait_for_next_code();
        let mut door = house.visitor();
        door.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/login/verify");
        door.get("/login/verify").await.expect(StatusCode::OK);
        let code = house.code(&key);
        assert_eq!(storm(vec![door; CROWD], &code).await, 1);
    }

    async fn r48_one_code_of_an_app_opens_one_session_however_many_browsers_send_it(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait_for_next_code();
        let mut crowd = Vec::new();
        for _ in 0..CROWD {
            let mut door = house.visitor();
            door.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/login/verify");
            door.get("/login/verify").await.expect(StatusCode::OK);
            crowd.push(door);
        }
        let code = house.code(&key);
        assert_eq!(storm(crowd, &code).await, 1);
    }

    async fn r63_one_backup_code_opens_one_session_however_many_browsers_send_it(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let (_, codes) = ada.enables_totp(&house).await;
        let mut crowd = Vec::new();
        for _ in 0..CROWD {
            let mut door = house.visitor();
            door.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/login/verify");
            let option = door.get("/login/verify/other").await.options().pop().expect("backup codes are a way");
            door.post("/login/verify/other", &[("option", &option)]).await.expect_redirect("/login/verify");
            crowd.push(door);
        }
        let code = codes.first().expect("there are backup codes");
        assert_eq!(storm(crowd, code).await, 1);
    }

    async fn one_invitation_makes_one_account_however_many_send_its_form_at_once(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        crate::team::invites(&mut ada, "bob@example.org", &[]).await.expect_redirect("/clients/team");
        let link = house.mailed_link("invitation", "bob@example.org").await;
        let token = link.split("token=").nth(1).unwrap_or_default().to_owned();
        let tasks: Vec<_> = (0..CROWD).map(|number| {
            let (mut guest, link, token) = (house.visitor(), link.clone(), token.clone());
            tokio::spawn(async move {
                guest.get(&link).await;
                let name = format!("Bob {number}");
                guest.post("/invitation", &[("token", &token), ("name", &name), ("password", PASSWORD)]).await
            })
        }).collect();
        let mut joined = 0;
        for task in tasks {
            let reply: Reply = task.await.expect("no task panics");
            assert!(!reply.status.is_server_error(), "{} {}", reply.status, reply.body);
            joined += usize::from(reply.body.contains("You are in"));
        }
        assert_eq!(joined, 1);
        let team = ada.get("/clients/team").await.body;
        assert_eq!(team.matches("bob@example.org</div>").count(), 1);
    }

    async fn one_invitation_is_accepted_once_however_often_its_button_is_pressed(house) {
        let (mut ada, mut bob) = (house.visitor(), house.visitor());
        ada.registers(&house, "ada@example.org").await;
        bob.registers(&house, "bob@example.org").await;
        crate::team::invites(&mut ada, "bob@example.org", &[]).await.expect_redirect("/clients/team");
        let id = bob.get("/account/invitations").await.field_value("invitation").expect("an invitation");
        let tasks: Vec<_> = vec![bob; CROWD].into_iter().map(|mut one| {
            let id = id.clone();
            tokio::spawn(async move {
                one.post("/account/invitations", &[("invitation", &id), ("answer", "join")]).await
            })
        }).collect();
        let mut joined = 0;
        for task in tasks {
            let reply: Reply = task.await.expect("no task panics");
            assert!(!reply.status.is_server_error(), "{} {}", reply.status, reply.body);
            joined += usize::from(reply.location().as_deref() == Some("/account"));
        }
        assert_eq!(joined, 1);
    }
}
