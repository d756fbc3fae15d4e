//! Mail through a real server: STARTTLS, a sign-in, and what becomes of mails that cannot leave.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_store::Engine;
use innkeeper_store::mails::MailStatus;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::smtp::SmtpServer;

const TO: &str = "ada@example.org";

async fn house(server: &SmtpServer, password: &str) -> House {
    let (port, certificate) = (server.port.to_string(), server.certificate());
    let settings = [
        ("mail.transport", "smtp"),
        ("mail.host", "localhost"),
        ("mail.port", port.as_str()),
        ("mail.security", "starttls"),
        ("mail.username", SmtpServer::USER),
        ("mail.password", password),
        ("mail.ca_file", certificate.to_str().unwrap()),
        ("mail.from", "Sunny Hosting <inn@sunny.example>"),
    ];
    House::open_with(Engine::Sqlite, &settings)
        .await
        .expect("SQLite is always there")
}

async fn registers(house: &House) {
    let fields = [
        ("name", "Ada Lovelace"),
        ("email", TO),
        ("password", PASSWORD),
    ];
    house
        .visitor()
        .submit("/register", "/register", &fields)
        .await
        .expect(StatusCode::OK);
}

#[tokio::test]
async fn a_registration_is_mailed_as_text_and_html_and_forgotten_once_sent() {
    let server = SmtpServer::start().unwrap();
    let house = house(&server, SmtpServer::PASSWORD).await;
    registers(&house).await;
    house.run_jobs().await;

    let mail = server
        .wait_for(|mail| mail.receivers == [TO])
        .await
        .unwrap();
    assert_eq!(mail.sender, "inn@sunny.example");
    let (text, html) = (
        mail.text.as_deref().unwrap_or_default(),
        mail.html.as_deref().unwrap_or_default(),
    );
    let link = format!(
        "{}/register/confirm?token=",
        innkeeper_tests::house::BASE_URL
    );
    assert!(text.contains(&link), "{text}");
    assert!(html.contains(&link) && html.contains("<html"), "{html}");
    let kind = mail.header("content-type").unwrap_or_default();
    assert!(kind.starts_with("multipart/alternative"), "{kind}");
    for header in ["date", "message-id", "mime-version", "to", "from"] {
        assert!(
            mail.header(header).is_some_and(|value| !value.is_empty()),
            "no {header}"
        );
    }
    assert_eq!(mail.header("auto-submitted"), Some("auto-generated"));

    let kept = house.mails().await.pop().unwrap();
    assert_eq!(kept.line.status, MailStatus::Sent);
    assert!(
        kept.text_body.is_none() && kept.html_body.is_none(),
        "what a sent mail said is not kept"
    );
}

#[tokio::test]
async fn r184_a_mail_that_cannot_leave_is_tried_again_and_then_shown_to_staff_as_failed() {
    let server = SmtpServer::start().unwrap();
    let house = house(&server, "not the password").await;
    registers(&house).await;
    let mut tries = 0;
    for _ in 0..100 {
        tries += house.run_jobs().await;
        if house.mails().await[0].line.status == MailStatus::Failed {
            break;
        }
        house.wait(TimeDelta::hours(1));
    }
    let mail = house.mails().await.pop().unwrap();
    assert_eq!(mail.line.status, MailStatus::Failed, "after {tries} tries");
    assert!(tries > 1, "it was tried again");
    assert!(server.received().unwrap().is_empty());
    let error = mail.line.last_error.unwrap_or_default();
    assert!(
        !error.is_empty() && !error.contains("not the password"),
        "{error}"
    );
}
