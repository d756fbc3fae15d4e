//! A server that lies, in front of the whole conversation.

use innkeeper_module::{Failure, HttpResponse, Secret};

use super::server::{body, good, parameters, signed, signed_with, unsigned};
use super::{DESK, Person, typed};

/// What a lie is made of: the code and the nonce of the question.
type Lie = fn(&str, &str) -> HttpResponse;

const LIES: &[(&str, Lie)] = &[
    ("a foreign nonce", |otp, _| {
        good(otp, "0123456789abcdef0123456789abcdef", (9, 9))
    }),
    ("a foreign code", |otp, nonce| {
        good(&otp.replace('c', "b"), nonce, (9, 9))
    }),
    ("no code and no nonce", |_, _| {
        signed(&[
            ("status", "OK"),
            ("sessioncounter", "9"),
            ("sessionuse", "9"),
        ])
    }),
    ("no signature", |otp, nonce| {
        unsigned(&[
            ("status", "OK"),
            ("otp", otp),
            ("nonce", nonce),
            ("sessioncounter", "9"),
            ("sessionuse", "9"),
        ])
    }),
    ("an empty key's signature", |otp, nonce| {
        signed_with(
            &Secret::default(),
            &[
                ("status", "OK"),
                ("otp", otp),
                ("nonce", nonce),
                ("sessioncounter", "9"),
                ("sessionuse", "9"),
            ],
        )
    }),
    ("a status beside another", |otp, nonce| {
        let mut both = good(otp, nonce, (9, 9));
        both.body
            .splice(0..0, b"status=BAD_OTP\r\n".iter().copied());
        both
    }),
    ("a page", |_, _| body("<html>status=OK</html>")),
    ("nothing", |_, _| body("")),
    ("more than is read", |otp, nonce| {
        let mut huge = good(otp, nonce, (9, 9));
        huge.body.extend(std::iter::repeat_n(b'\n', 64 * 1024));
        huge
    }),
    ("a redirect", |otp, nonce| HttpResponse {
        status: 302,
        headers: vec![("location".into(), "https://example.net/".into())],
        ..good(otp, nonce, (9, 9))
    }),
    ("no counters", |otp, nonce| {
        signed(&[("status", "OK"), ("otp", otp), ("nonce", nonce)])
    }),
];

fn serve(person: &Person, lie: Lie) {
    person.host.serve_http(move |request| {
        let asked = parameters(request);
        Some(Ok(lie(&asked["otp"], &asked["nonce"])))
    });
}

#[tokio::test]
async fn r96_no_lie_opens_a_door_and_none_is_blamed_on_the_person() {
    let person = Person::with(&[DESK]).await;
    for (what, lie) in LIES {
        serve(&person, *lie);
        let otp = person.servers.press(DESK);
        let failure = person.answers(&typed(&otp)).await.err();
        assert!(failure.is_some(), "{what}");
    }
}

#[tokio::test]
async fn r90_no_lie_enrols_a_key() {
    let person = Person::with(&[]).await;
    for (what, lie) in LIES {
        serve(&person, *lie);
        let otp = person.servers.press(DESK);
        assert!(person.enrolling(&typed(&otp)).await.is_err(), "{what}");
    }
}

#[tokio::test]
async fn r96_yesterdays_answer_is_none_today() {
    let person = Person::with(&[DESK]).await;
    let otp = person.servers.press(DESK);
    let genuine = good(&otp, "fedcba9876543210fedcba9876543210", (9, 9));
    person.host.serve_http(move |_| Some(Ok(genuine.clone())));
    let failure = person.fails(&otp).await;
    assert_eq!(
        failure,
        Failure::Unavailable("an OK to another question".into())
    );
}
