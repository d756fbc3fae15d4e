//! Several servers, some of which are down, slow, behind or wrong.

use std::collections::BTreeSet;

use innkeeper_module::{Denied, Failure, HttpRequest, HttpResponse, SecondFactor as _};

use super::server::{Servers, good, parameters, signed, unsigned};
use super::{DESK, Person, host};
use crate::YubiKey;

const SERVERS: [&str; 3] = [
    "https://a.example/verify",
    "https://b.example/verify",
    "https://c.example/verify",
];

/// What a server does.
#[derive(Clone, Copy)]
enum Does {
    /// What it should.
    Right,
    /// It never answers.
    Nothing,
    /// It cannot be reached.
    Down,
    /// It says a status, signed and to the question.
    Signs(&'static str),
    /// It says a status and no more.
    Mumbles(&'static str),
}

use Does::{Down, Mumbles, Nothing, Right, Signs};

impl Does {
    fn answer(
        self,
        servers: &Servers,
        request: &HttpRequest,
    ) -> Option<Result<HttpResponse, Denied>> {
        let asked = parameters(request);
        let echo = [("otp", &*asked["otp"]), ("nonce", &*asked["nonce"])];
        match self {
            Right => Some(Ok(servers.reply(request))),
            Nothing => None,
            Down => Some(Err(Denied::Failed("no route".into()))),
            Signs(status) => Some(Ok(signed(&[("status", status), echo[0], echo[1]]))),
            Mumbles(status) => Some(Ok(unsigned(&[("status", status)]))),
        }
    }
}

/// Somebody with a key, whose provider asks three servers that do this from now on.
async fn person(does: [Does; 3]) -> Person {
    let host = host().with_setting("servers", &SERVERS.join(","));
    let person = Person::before(host, &[DESK]).await;
    let servers = person.servers.clone();
    person.host.serve_http(move |request| {
        let place = SERVERS.iter().position(|to| request.url.starts_with(to));
        does[place.expect("one of the three")].answer(&servers, request)
    });
    person
}

#[tokio::test]
async fn r93_one_nonce_goes_to_every_server_of_the_pool() {
    let mut person = person([Nothing, Nothing, Right]).await;
    let before = person.host.requests().len();
    let otp = person.servers.press(DESK);
    assert!(person.types(&otp).await.is_ok(), "two never answer");
    let requests = person.host.requests().split_off(before);
    let (mut asked, mut queries) = (BTreeSet::new(), BTreeSet::new());
    for request in &requests {
        let (server, query) = request.url.split_once('?').expect("a query");
        asked.insert(server);
        queries.insert(query);
    }
    assert_eq!(asked, BTreeSet::from(SERVERS));
    assert_eq!(queries.len(), 1, "the same question to all");
}

#[tokio::test]
async fn r100_what_is_waited_for_is_an_answer_that_settles_it() {
    for status in [
        "REPLAYED_REQUEST",
        "BACKEND_ERROR",
        "NOT_ENOUGH_ANSWERS",
        "BAD_SIGNATURE",
        "NO_SUCH_CLIENT",
        "TOO_TIRED",
    ] {
        for first in [Signs(status), Mumbles(status)] {
            let mut person = person([first, Down, Right]).await;
            let otp = person.servers.press(DESK);
            assert!(person.types(&otp).await.is_ok(), "{status}");
        }
    }
}

#[tokio::test]
async fn r100_neither_a_lie_nor_an_unsigned_refusal_outvotes_a_signed_ok() {
    for status in ["OK", "BAD_OTP", "REPLAYED_OTP"] {
        let mut person = person([Mumbles(status), Nothing, Right]).await;
        let otp = person.servers.press(DESK);
        assert!(person.types(&otp).await.is_ok());
    }
}

#[tokio::test]
async fn r100_a_signed_refusal_settles_it() {
    for status in ["BAD_OTP", "REPLAYED_OTP"] {
        let mut person = person([Signs(status), Nothing, Nothing]).await;
        let otp = person.servers.press(DESK);
        assert_eq!(person.is_refused(&otp).await, "yubikey-otp-wrong");
    }
}

#[tokio::test]
async fn r97_a_refusal_that_nobody_signed_still_counts_when_nobody_knows_better() {
    let mut person = person([Mumbles("BAD_OTP"), Down, Signs("BACKEND_ERROR")]).await;
    let otp = person.servers.press(DESK);
    let rejection = person.types(&otp).await.err().expect("refused");
    assert_eq!(rejection.reason.key, "yubikey-otp-wrong");
    assert!(rejection.counts);
}

#[tokio::test]
async fn r97_a_replayed_request_from_everyone_is_not_counted() {
    let mut person = person([Signs("REPLAYED_REQUEST"); 3]).await;
    let otp = person.servers.press(DESK);
    let rejection = person.types(&otp).await.err().expect("refused");
    assert_eq!(rejection.reason.key, "yubikey-otp-again");
    assert!(!rejection.counts);
}

#[tokio::test]
async fn r98_when_nobody_settles_it_the_factor_fails() {
    let nobody = || Failure::Unavailable("no answer".into());
    let stale = Signs("REPLAYED_REQUEST");
    let unknown = Signs("NO_SUCH_CLIENT");
    for (does, failure) in [
        ([Down; 3], nobody()),
        ([stale, Down, stale], nobody()),
        (
            [unknown, Down, stale],
            Failure::Misconfigured("NO_SUCH_CLIENT".into()),
        ),
    ] {
        let person = person(does).await;
        let otp = person.servers.press(DESK);
        assert_eq!(person.fails(&otp).await, failure);
    }
}

#[tokio::test]
async fn a_host_that_is_not_granted_is_staffs_to_mend() {
    let person = person([Right; 3]).await;
    let otp = person.servers.press(DESK);
    let denied = || Denied::NotGranted("declare it".into());
    person.host.serve_http(move |_| Some(Err(denied())));
    let failure = person.fails(&otp).await;
    assert!(matches!(failure, Failure::Misconfigured(_)));
}

#[tokio::test]
async fn staff_hear_which_server_is_wrong_and_never_the_code() {
    let person = person([Signs("NO_SUCH_CLIENT"), Mumbles("OK"), Down]).await;
    let otp = person.servers.press(DESK);
    person.fails(&otp).await;
    let lines: Vec<String> = person.host.logs().into_iter().map(|log| log.1).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.contains(&format!("{}: NO_SUCH_CLIENT", SERVERS[0])));
    let silent = |line: &String| !line.contains(&otp) && !line.contains('?');
    assert!(lines.iter().all(silent));
}

#[tokio::test]
async fn r102_staff_learn_of_each_server_whether_it_works_without_anybodys_key() {
    let person = person([Right, Mumbles("BAD_OTP"), Down]).await;
    let findings = YubiKey.check(&person.host).await.expect("findings");
    let heard: Vec<_> = findings
        .iter()
        .map(|finding| (finding.subject.as_str(), finding.works, &*finding.text.key))
        .collect();
    let expected = [
        (SERVERS[0], true, "yubikey-check-works"),
        (SERVERS[1], false, "yubikey-check-unsigned"),
        (SERVERS[2], false, "yubikey-check-unavailable"),
    ];
    assert_eq!(heard, expected);
    person.host.serve_http(|request| {
        let asked = parameters(request);
        Some(Ok(good(&asked["otp"], &asked["nonce"], (1, 1))))
    });
    for finding in YubiKey.check(&person.host).await.expect("findings") {
        assert!(!finding.works, "a server that believes anything");
        assert_eq!(finding.text.key, "yubikey-check-believes");
    }
}
