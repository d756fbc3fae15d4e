//! Tests of mails.

use innkeeper_identity::ids::MailId;
use innkeeper_store::jobs::{self as rows, JobStatus};
use innkeeper_store::paging::Page;
use innkeeper_theme::contexts::TestMail;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use super::*;
use crate::clock::Clock as _;
use crate::testing::TestPanel;

fn ada() -> Recipient {
    Recipient {
        principal: None,
        area: Area::Customer,
        address: "ada@example.com".into(),
        name: "Ada".into(),
        locale: "de-AT".into(),
        time_zone: "Europe/Vienna".into(),
    }
}

async fn queued(scene: &TestPanel, recipient: &Recipient) -> MailId {
    let mut tx = scene.panel.db.begin().await.unwrap();
    let id = queue(
        &mut tx,
        &scene.panel,
        recipient,
        &TestMail { by: "Grace".into() },
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id
}

async fn find(scene: &TestPanel, id: MailId) -> Mail {
    let mut tx = scene.panel.db.read().await.unwrap();
    mails::find(&mut tx, id).await.unwrap().unwrap()
}

async fn job_status(scene: &TestPanel) -> JobStatus {
    let mut tx = scene.panel.db.read().await.unwrap();
    rows::list(&mut tx, None, Page::first(1))
        .await
        .unwrap()
        .rows
        .remove(0)
        .status
}

/// A mail server that answers a recipient with that line; returns its port and what it was told.
async fn server(
    answer_to_recipient: &'static str,
) -> (u16, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (told, heard) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let told = told.clone();
            tokio::spawn(async move {
                let (reading, mut writing) = stream.into_split();
                let mut lines = BufReader::new(reading).lines();
                writing.write_all(b"220 test\r\n").await.unwrap();
                let mut in_text = false;
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer = match line.as_str() {
                        "." => {
                            in_text = false;
                            "250 taken"
                        }
                        _ if in_text => "",
                        "DATA" => {
                            in_text = true;
                            "354 go on"
                        }
                        line if line.starts_with("RCPT") => answer_to_recipient,
                        _ => "250 ok",
                    };
                    let _ = told.send(line);
                    if !answer.is_empty()
                        && writing
                            .write_all(format!("{answer}\r\n").as_bytes())
                            .await
                            .is_err()
                    {
                        return;
                    }
                }
            });
        }
    });
    (port, heard)
}

async fn sending_to(port: u16) -> TestPanel {
    let port = port.to_string();
    let settings = [
        ("mail.transport", "smtp"),
        ("mail.host", "127.0.0.1"),
        ("mail.port", port.as_str()),
        ("mail.security", "none"),
        ("mail.from", "Sunny <panel@sunny.example>"),
    ];
    TestPanel::open(&settings).await
}

#[tokio::test]
async fn without_a_mail_server_mails_are_kept_to_be_read() {
    let scene = TestPanel::open(&[]).await;
    let mail = find(&scene, queued(&scene, &ada()).await).await;
    assert_eq!(mail.line.status, MailStatus::Caught);
    assert_eq!(mail.line.locale, "de");
    assert!(mail.text_body.is_some() && mail.html_body.is_some());
    assert_eq!(scene.panel.run_due_jobs().await.unwrap(), 0);
}

#[tokio::test]
async fn a_mail_is_sent_once_and_loses_its_text() {
    let (port, mut heard) = server("250 ok").await;
    let scene = sending_to(port).await;
    let id = queued(&scene, &ada()).await;
    assert_eq!(find(&scene, id).await.line.status, MailStatus::Queued);
    assert_eq!(scene.panel.run_due_jobs().await.unwrap(), 1);

    let mail = find(&scene, id).await;
    assert_eq!(mail.line.status, MailStatus::Sent);
    assert_eq!(mail.line.sent_at, Some(scene.clock.now()));
    assert!(mail.text_body.is_none() && mail.html_body.is_none());
    let mut told = Vec::new();
    while let Ok(line) = heard.try_recv() {
        told.push(line);
    }
    assert!(
        told.iter()
            .any(|line| line.starts_with("RCPT TO:<ada@example.com>")),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|line| line == &format!("Message-ID: <{id}@sunny.example>")),
        "{told:?}"
    );
    assert_eq!(told.iter().filter(|line| *line == "DATA").count(), 1);
}

#[tokio::test]
async fn a_server_that_is_busy_is_tried_again() {
    let (port, _heard) = server("451 come back later").await;
    let scene = sending_to(port).await;
    let id = queued(&scene, &ada()).await;
    scene.panel.run_due_jobs().await.unwrap();
    let mail = find(&scene, id).await;
    assert_eq!(
        (mail.line.status, mail.line.attempts),
        (MailStatus::Queued, 1)
    );
    assert!(mail.line.last_error.unwrap().contains("come back later"));
    assert!(mail.text_body.is_some());
    assert_eq!(job_status(&scene).await, JobStatus::Queued);
}

#[tokio::test]
async fn a_recipient_that_is_refused_is_given_up_and_staff_can_retry() {
    let (port, _heard) = server("550 nobody of that name").await;
    let scene = sending_to(port).await;
    let id = queued(&scene, &ada()).await;
    scene.panel.run_due_jobs().await.unwrap();
    let mail = find(&scene, id).await;
    assert_eq!(mail.line.status, MailStatus::Failed);
    assert!(
        mail.line
            .last_error
            .unwrap()
            .contains("nobody of that name")
    );
    assert!(mail.text_body.is_some(), "there is something to retry");
    assert_eq!(job_status(&scene).await, JobStatus::Dead);

    let mut tx = scene.panel.db.begin().await.unwrap();
    let job = rows::list(&mut tx, None, Page::first(1))
        .await
        .unwrap()
        .rows
        .remove(0);
    assert!(
        rows::retry_dead(&mut tx, job.id, scene.clock.now())
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    assert_eq!(scene.panel.run_due_jobs().await.unwrap(), 1);
    assert_eq!(
        find(&scene, id).await.line.attempts,
        2,
        "it was tried again"
    );
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again() {
    let scene = sending_to(9).await;
    let id = queued(&scene, &ada()).await;
    scene.panel.run_due_jobs().await.unwrap();
    assert_eq!(find(&scene, id).await.line.status, MailStatus::Queued);
}

#[tokio::test]
async fn a_mail_to_no_address_is_given_up() {
    let (port, mut heard) = server("250 ok").await;
    let scene = sending_to(port).await;
    let id = queued(&scene, &ada().at("ada@example.com\r\nBcc: all@example.com")).await;
    scene.panel.run_due_jobs().await.unwrap();
    assert_eq!(find(&scene, id).await.line.status, MailStatus::Failed);
    assert!(heard.try_recv().is_err(), "the server heard nothing");
}
