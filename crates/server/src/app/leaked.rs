//! Whether a password was stolen somewhere (R163), asked of a service that the operator named.
//!
//! The service learns the first five hexadecimal digits of the password's SHA-1 and answers with all that
//! begin like it, filled up with made-up ones so that the answer's length tells nothing. Where it does not
//! answer within two seconds the password is taken: nobody is kept from changing theirs.

use std::time::Duration;

use data_encoding::HEXUPPER;
use innkeeper_module::{HttpRequest, Secret};
use sha1::{Digest as _, Sha1};

use crate::Panel;
use crate::outbound::Grant;

const PATIENCE: Duration = Duration::from_secs(2);
/// How many digits the service learns.
const PREFIX: usize = 5;

/// Whether the service knows the password. False without a service, and where it cannot be asked.
pub async fn is_leaked(panel: &Panel, password: &Secret) -> bool {
    let Some(service) = &panel.config.security.leaked_passwords else {
        return false;
    };
    let hash = HEXUPPER.encode(&Sha1::digest(password.bytes()));
    let (prefix, suffix) = hash.split_at(PREFIX);
    let request = HttpRequest {
        method: "GET".to_owned(),
        url: format!("{service}{prefix}"),
        headers: vec![("Add-Padding".to_owned(), "true".into())],
        body: Vec::new(),
    };
    let grant = Grant {
        servers: std::slice::from_ref(service),
        hosts: &[],
        allow_private: false,
    };
    match tokio::time::timeout(PATIENCE, panel.outbound.send(grant, request)).await {
        Ok(Ok(answer)) if answer.status == 200 => is_among(suffix, &answer.body),
        Ok(Ok(answer)) => {
            let status = answer.status;
            tracing::warn!(status, "the list of leaked passwords refused to answer");
            false
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "the list of leaked passwords cannot be asked");
            false
        }
        Err(_) => {
            tracing::warn!("the list of leaked passwords took too long");
            false
        }
    }
}

/// Lines are `SUFFIX:COUNT`; what was made up to fill the answer counts zero.
fn is_among(suffix: &str, answer: &[u8]) -> bool {
    String::from_utf8_lossy(answer)
        .lines()
        .filter_map(|line| line.trim().split_once(':'))
        .any(|(known, count)| known.eq_ignore_ascii_case(suffix) && count.trim() != "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r163_only_what_was_really_stolen_is_among_the_answers() {
        let answer = b"0018A45C4D1DEF81644B54AB7F969B88D65:10\r\n00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0\r\nnonsense\r\n";
        assert!(is_among("0018A45C4D1DEF81644B54AB7F969B88D65", answer));
        assert!(
            !is_among("00D4F6E8FA6EECAD2A3AA415EEC418D38EC", answer),
            "made up"
        );
        assert!(!is_among("01", answer) && !is_among("", b""));
    }
}
