//! No secret that a run makes is found in its logs, its answers or its mails, but for the one page that
//! is there to show it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use innkeeper_store::Engine;
use innkeeper_tests::house::{House, PASSWORD};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[expect(clippy::too_many_lines, reason = "one story")]
#[tokio::test]
async fn r14_r77_r161_no_secret_is_in_any_log_answer_or_mail() {
    let logs = Captured::default();
    // For every thread: what other tests log meanwhile must be as clean.
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(logs.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber)
        .expect("no other test installs a subscriber");
    let house = House::open(Engine::Sqlite)
        .await
        .expect("SQLite is always there");
    let mut ada = house.visitor();
    ada.registers(&house, "ada@example.org").await;
    let (key, codes) = ada.enables_totp(&house).await;
    let mut sessions = vec![
        ada.cookies
            .get("__Host-innkeeper")
            .cloned()
            .expect("a session"),
    ];
    ada.signs_out().await;
    house.wait_for_next_code();
    ada.signs_in("ada@example.org", PASSWORD).await;
    sessions.push(
        ada.cookies
            .get("__Host-pending")
            .cloned()
            .expect("a pending login"),
    );
    let code = house.code(&key);
    ada.submit("/login/verify", "/login/verify", &[("code", &code)])
        .await;
    sessions.push(
        ada.cookies
            .get("__Host-innkeeper")
            .cloned()
            .expect("a session"),
    );
    let mut answers = String::new();
    for path in [
        "/account",
        "/account/profile",
        "/account/security",
        "/account/security/sessions",
        "/account/password",
    ] {
        answers.push_str(&ada.get(path).await.body);
    }
    let mut mails = String::new();
    for mail in house.mails().await {
        mails.push_str(&mail.line.subject);
        mails.push_str(&mail.text_body.map(|body| body.0).unwrap_or_default());
        mails.push_str(&mail.html_body.map(|body| body.0).unwrap_or_default());
    }
    let logged = logs.text();
    assert!(
        logged.contains("request answered"),
        "the logs are captured: {} bytes, {:.2000}",
        logged.len(),
        logged
    );
    let spaced: Vec<String> = vec![
        key.as_bytes()
            .chunks(4)
            .map(String::from_utf8_lossy)
            .collect::<Vec<_>>()
            .join(" "),
    ];
    let secrets = [PASSWORD.to_owned(), key.clone()]
        .into_iter()
        .chain(codes)
        .chain(sessions)
        .chain(spaced);
    for secret in secrets {
        for (place, text) in [
            ("the logs", &logged),
            ("an answer", &answers),
            ("a mail", &mails),
        ] {
            assert!(!text.contains(&secret), "a secret is in {place}: {secret}");
        }
    }
    let link = house.mailed_link("confirm-email", "ada@example.org").await;
    let token = link.split("token=").nth(1).expect("a token");
    assert!(!logged.contains(token), "a link's token is in the logs");
}
