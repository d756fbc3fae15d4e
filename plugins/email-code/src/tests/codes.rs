//! R71 to R78, as far as they are the module's: what is sent, how long it works, and how often.

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{
    ChallengeOutcome, Denied, EnrolmentOutcome, Failure, Prompt, SecondFactor as _,
};

use super::{Person, account, latest, locales, typed};
use crate::EMAIL_CODE;

#[tokio::test]
async fn r71_a_code_has_eight_digits_and_lives_ten_minutes() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    let code = person.code();
    assert!(code.len() == 8 && code.bytes().all(|b| b.is_ascii_digit()));
    person.host.advance_seconds(599);
    assert_eq!(person.types(&step, &code).await, Ok(()));
    let step = person.challenged().await;
    let code = person.code();
    person.host.advance_seconds(600);
    let refused = person.types(&step, &code).await;
    assert_eq!(refused, Err("email-code-expired".into()));
}

#[tokio::test]
async fn r71_the_lifetime_is_the_providers_choice_from_2_to_10() {
    let host = FakeHost::default().with_setting("lifetime-minutes", "2");
    let mut person = Person::enrolled_at(host).await;
    let step = person.challenged().await;
    let code = person.code();
    person.host.advance_seconds(119);
    assert_eq!(person.types(&step, &code).await, Ok(()));
    let step = person.challenged().await;
    person.host.advance_seconds(120);
    let refused = person.types(&step, &person.code()).await;
    assert_eq!(refused, Err("email-code-expired".into()));
    for nonsense in ["1", "11", "0", "-5", "", "ten", "5.5"] {
        let host = FakeHost::default().with_setting("lifetime-minutes", nonsense);
        let begun = EMAIL_CODE.begin_enrolment(&host, &account(), &[]).await;
        let failure = begun.err().expect("it stops");
        assert!(matches!(failure, Failure::Misconfigured(_)), "{nonsense}");
        assert!(host.messages().is_empty());
    }
}

#[tokio::test]
async fn r71_an_old_code_does_not_enrol_either() {
    let (host, account) = (FakeHost::default(), account());
    let step = EMAIL_CODE.begin_enrolment(&host, &account, &[]).await;
    let step = step.expect("an enrolment begins");
    host.advance_seconds(600);
    let answers = typed(&latest(&host));
    let outcome = EMAIL_CODE.continue_enrolment(&host, &account, &step.state, &answers);
    let Ok(EnrolmentOutcome::Rejected(rejection)) = outcome.await else {
        unreachable!("it is rejected")
    };
    assert_eq!(rejection.reason.key, "email-code-expired");
    assert!(rejection.counts);
    locales::assert_translatable(&rejection.reason);
}

#[tokio::test]
async fn r72_a_code_of_another_conversation_is_wrong() {
    let mut person = Person::enrolled().await;
    let one = person.challenged().await;
    let code_of_one = person.code();
    let two = person.challenged().await;
    let code_of_two = person.code();
    let refused = person.types(&one, &code_of_two).await;
    assert_eq!(refused, Err("email-code-wrong".into()));
    let refused = person.types(&two, &code_of_one).await;
    assert_eq!(refused, Err("email-code-wrong".into()));
    assert_eq!(person.types(&two, &code_of_two).await, Ok(()));
    assert_eq!(person.types(&one, &code_of_one).await, Ok(()));
}

#[tokio::test]
async fn r76_neither_state_nor_secret_nor_page_has_the_code_in_it() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    let code = person.code();
    let texts = step.prompts.iter().filter_map(|prompt| match prompt {
        Prompt::Message { text } => Some(text),
        _ => None,
    });
    let mut places: Vec<String> = texts.flat_map(|text| text.args.values().cloned()).collect();
    places.push(step.state.text().expect("JSON").to_owned());
    assert_eq!(person.types(&step, &code).await, Ok(()));
    places.push(person.held.secret.text().expect("JSON").to_owned());
    let bytes = format!("{:?}", code.as_bytes());
    let bytes = bytes.trim_matches(['[', ']']).replace(' ', "");
    for place in places {
        assert!(!place.contains(&code) && !place.contains(&bytes), "{place}");
    }
}

#[tokio::test]
async fn a_code_is_accepted_once_even_where_its_challenge_lives_on() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    let code = person.code();
    assert_eq!(person.types(&step, &code).await, Ok(()));
    let used = Err("email-code-used".to_owned());
    assert_eq!(person.types(&step, &code).await, used);
    let other = person.challenged().await;
    let other_code = person.code();
    assert_eq!(person.types(&other, &other_code).await, Ok(()));
    assert_eq!(person.types(&step, &code).await, used);
}

#[tokio::test]
async fn of_two_who_send_one_code_the_panel_can_admit_one() {
    let person = Person::enrolled().await;
    let step = person.challenged().await;
    let answers = typed(&person.code());
    let outcome = person.answers(&step, &answers).await;
    let Ok(ChallengeOutcome::Accepted(one)) = outcome else {
        unreachable!("it is accepted")
    };
    assert!(one.secret != person.held.secret, "what is compared and set");
}

#[tokio::test]
async fn what_is_remembered_of_used_codes_does_not_grow() {
    let mut person = Person::enrolled().await;
    let mut lengths = Vec::new();
    for _ in 0..40 {
        let step = person.challenged().await;
        let code = person.code();
        assert_eq!(person.types(&step, &code).await, Ok(()));
        person.host.advance_seconds(300);
        lengths.push(person.held.secret.bytes().len());
    }
    assert!(lengths.iter().all(|length| *length < 1024), "{lengths:?}");
}

#[tokio::test]
async fn r77_the_code_is_in_the_message_as_a_code_and_in_nothing_else() {
    let person = Person::enrolled().await;
    let messages = person.host.messages();
    let message = messages.last().expect("a mail");
    assert_eq!(message.channel, "email");
    assert!(message.code.is_some());
    locales::assert_translatable(&message.text);
    let code = person.code();
    assert!(
        message
            .text
            .args
            .values()
            .all(|value| !value.contains(&code))
    );
    assert!(person.host.logs().is_empty());
}

#[tokio::test]
async fn r78_the_page_tells_the_masked_address_that_the_panel_told() {
    let person = Person::enrolled().await;
    let step = person.challenged().await;
    let Some(Prompt::Message { text }) = step.prompts.first() else {
        unreachable!("the page says where the code went")
    };
    assert_eq!(
        text.args.get("to").map(String::as_str),
        Some("ad***@example.com")
    );
    locales::assert_translatable(text);
    let page = format!("{:?}", text.args);
    assert!(!page.contains(&account().label));
}

#[tokio::test]
async fn a_mail_that_cannot_be_sent_is_nobodys_fault() {
    let denials = [
        (Denied::Failed("no relay".into()), false),
        (Denied::NotGranted("declare it".into()), true),
    ];
    for (denied, misconfigured) in denials {
        let host = FakeHost::default();
        host.break_sending(denied);
        let begun = EMAIL_CODE.begin_enrolment(&host, &account(), &[]).await;
        let failure = begun.err().expect("it fails");
        assert_eq!(matches!(failure, Failure::Misconfigured(_)), misconfigured);
    }
}

#[tokio::test]
async fn nothing_is_sent_where_nothing_could_be_proved() {
    let mut person = Person::enrolled().await;
    person.held.secret = "{}".into();
    let before = person.host.messages().len();
    let held = std::slice::from_ref(&person.held);
    let begun = EMAIL_CODE
        .begin_challenge(&person.host, &account(), held)
        .await;
    assert!(begun.is_err());
    assert_eq!(person.host.messages().len(), before);
}
