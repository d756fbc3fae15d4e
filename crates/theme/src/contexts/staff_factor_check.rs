//! Whether what a second factor depends on works.

use serde::Serialize;

use super::samples::{self, Sample};

/// `staff/factor_check.html`: what came of trying a factor's servers; posts to `action` to try again.
#[derive(Clone, Debug, Serialize)]
pub struct FactorCheckPage {
    /// What people call the factor.
    pub name: String,
    /// Its icon.
    pub icon: String,
    /// Where to try again.
    pub action: String,
    /// What came of it; none where it could not even be tried, and the log says why.
    pub findings: Option<Vec<FindingView>>,
}

/// One thing that was tried.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// What it was, such as the address of a server.
    pub subject: String,
    /// Whether it works.
    pub works: bool,
    /// In words.
    pub text: String,
    /// How long it took, in milliseconds.
    pub milliseconds: u32,
}

impl Sample for FactorCheckPage {
    fn samples() -> Vec<Self> {
        let finding = |subject: &str, works, text: &str| FindingView {
            subject: subject.into(),
            works,
            text: text.into(),
            milliseconds: 84,
        };
        let page = Self {
            name: "YubiKey".into(),
            icon: "yubikey".into(),
            action: "/staff/settings/factors/yubikey/test".into(),
            findings: None,
        };
        vec![
            page.clone(),
            Self {
                findings: Some(vec![
                    finding(
                        "https://api.yubico.com/wsapi/2.0/verify",
                        true,
                        "It answers.",
                    ),
                    finding("https://keys.example/verify", false, "It does not."),
                    finding(samples::HOSTILE, false, samples::HOSTILE),
                ]),
                name: samples::HOSTILE.into(),
                ..page
            },
        ]
    }
}
