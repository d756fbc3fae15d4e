//! Tests of the whole conversation, with a host without a world.

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Account, Answers, EnrolmentOutcome, Prompt, SecondFactor as _, Secret};

use crate::Totp;

fn account() -> Account {
    Account {
        pseudonym: "p-1".into(),
        label: "mara@example.net".into(),
        issuer: "Example Hosting".into(),
        locale: "en".into(),
    }
}
#[tokio::test]
async fn smoke() {
    let host = FakeHost::default();
    let step = Totp
        .begin_enrolment(&host, &account())
        .await
        .expect("a step");
    for p in &step.prompts {
        if let Prompt::Qr { content, .. } = p {
            println!("{}", content.text().expect("t"));
        }
    }
    let a = Answers::new([("code".to_owned(), Secret::from("123456"))]);
    let EnrolmentOutcome::Rejected(r) = Totp
        .continue_enrolment(&host, &account(), &step.state, &a)
        .await
        .expect("ok")
    else {
        return;
    };
    println!("{r:?}");
}
