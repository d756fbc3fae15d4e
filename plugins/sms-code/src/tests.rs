//! What is this factor's own; the conversation is that of all codes that are sent, and tested with codes by e-mail.

use innkeeper_module::testing::{Enrollee, FakeHost, account, locales, second_factor_contract};
use innkeeper_module::{
    Account, Answers, Assurance, EnrolmentOutcome, Prompt, SecondFactor as _, Secret, Step,
};

use crate::SMS_CODE;
use crate::texts::{ALL, TEXTS};

/// Somebody who reads their messages.
struct Reader;

fn latest(host: &FakeHost) -> Answers {
    let messages = host.messages();
    let code = messages.last().and_then(|message| message.code.clone());
    Answers::new([("code".to_owned(), code.expect("a message with a code"))])
}

impl Enrollee for Reader {
    fn enrol(&mut self, host: &FakeHost, _: &Account, _: &Step) -> Answers {
        latest(host)
    }

    fn prove(&mut self, host: &FakeHost, _: &Account, _: &Step) -> Answers {
        latest(host)
    }
}

#[tokio::test]
async fn codes_by_sms_keep_the_contract_of_second_factors() {
    second_factor_contract(&SMS_CODE, &mut Reader).await;
}

#[tokio::test]
async fn r83_whoever_sets_it_up_is_told_first_that_numbers_can_be_taken_over() {
    let host = FakeHost::default();
    let step = SMS_CODE.begin_enrolment(&host, &account(), &[]).await;
    let step = step.expect("an enrolment begins");
    let Some(Prompt::Message { text }) = step.prompts.first() else {
        unreachable!("it says something first")
    };
    assert_eq!(text.key, "sms-code-warning");
    for (language, source) in TEXTS {
        let messages = locales::messages(source).expect(language);
        assert!(messages.contains_key("sms-code-warning"));
        assert!(source.contains("SIM"), "{language} says how");
    }
}

#[tokio::test]
async fn r86_the_credential_says_where_codes_go_as_masked_as_the_panel_said() {
    let host = FakeHost::default();
    let step = SMS_CODE.begin_enrolment(&host, &account(), &[]).await;
    let state = step.expect("an enrolment begins").state;
    let (account, answers) = (account(), latest(&host));
    let outcome = SMS_CODE.continue_enrolment(&host, &account, &state, &answers);
    let Ok(EnrolmentOutcome::Enrolled(enrolled)) = outcome.await else {
        unreachable!("the right code enrols")
    };
    let [fact] = &enrolled.facts[..] else {
        unreachable!("one fact")
    };
    assert_eq!((&*fact.name, &*fact.value), ("to", "ad***@example.com"));
    locales::assert_translatable(TEXTS, &fact.text);
}

#[tokio::test]
async fn it_goes_through_the_providers_channel_for_mobiles() {
    let host = FakeHost::default();
    let begun = SMS_CODE.begin_enrolment(&host, &account(), &[]).await;
    assert!(begun.is_ok());
    let messages = host.messages();
    let message = messages.first().expect("a message");
    assert_eq!(message.channel, "sms");
    let code = message
        .code
        .as_ref()
        .and_then(Secret::text)
        .expect("a code");
    assert!(code.len() == 8 && !message.text.args.values().any(|arg| arg.contains(code)));
}

#[test]
fn r85_it_is_basic_held_once_and_sends_messages() {
    let description = SMS_CODE.describe();
    assert!(!description.several && !description.together && description.sends_messages);
    assert_eq!(description.assurance, Assurance::Basic);
}

#[test]
fn the_manifest_and_the_module_agree() {
    let manifest: toml::Table = include_str!("../plugin.toml").parse().expect("TOML");
    let text = |key: &str| manifest.get(key).and_then(toml::Value::as_str);
    let description = SMS_CODE.describe();
    assert_eq!(text("id"), Some(description.id.as_str()));
    assert_eq!(text("version"), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(text("icon"), Some(description.icon.as_str()));
    let channels = manifest["capabilities"]["channels"].as_table();
    let channels: Vec<&String> = channels.expect("channels").keys().collect();
    assert_eq!(channels, [SMS_CODE.channel]);
}

#[test]
fn every_key_is_in_every_language_and_none_is_left_over() {
    locales::assert_whole(TEXTS, ALL);
}
