//! What an answer's status says, for every service alike. The words of an answer may have the number in them, so they
//! are neither told nor logged.

use innkeeper_module::{Denied, Failure, HttpResponse};

/// The answer that a service gave, if it can be one.
///
/// # Errors
/// What passes is [`Failure::Unavailable`], and tried again; what staff must mend is not.
pub(crate) fn judge(answer: Result<HttpResponse, Denied>) -> Result<HttpResponse, Failure> {
    let answer = answer.map_err(|denied| match denied {
        Denied::NotGranted(why) => Failure::Misconfigured(why),
        Denied::Failed(why) => Failure::Unavailable(why),
    })?;
    let status = answer.status;
    match status {
        401 | 403 => Err(Failure::Misconfigured(format!(
            "the service does not know these keys (status {status})"
        ))),
        408 | 425 | 429 | 500.. => Err(Failure::Unavailable(format!(
            "the service is busy or broken (status {status})"
        ))),
        300..=399 | 404 | 405 => Err(Failure::Misconfigured(format!(
            "there is no such service at that address (status {status})"
        ))),
        _ => Ok(answer),
    }
}

/// Whether the status is one of success.
pub(crate) fn is_success(answer: &HttpResponse) -> bool {
    (200..300).contains(&answer.status)
}
