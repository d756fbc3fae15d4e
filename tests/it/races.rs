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
}
