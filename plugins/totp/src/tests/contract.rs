//! The contract of every second factor, answered by an authenticator that we did not write.

use std::collections::BTreeMap;
use std::process::Command;

use innkeeper_module::testing::{Enrollee, FakeHost, second_factor_contract};
use innkeeper_module::{Account, Answers, Host as _, Prompt, Secret, Step};

use super::typed;
use crate::Totp;

/// `oathtool` as the app, one key for each account.
#[derive(Default)]
struct OathTool(BTreeMap<String, String>);

impl OathTool {
    fn code(&self, host: &FakeHost, account: &Account) -> Answers {
        let key = self.0.get(&account.pseudonym).expect("an enrolled account");
        let now = format!("@{}", host.now().timestamp());
        let run = Command::new("oathtool")
            .args(["--totp", "--base32", "--now", &now, key])
            .output();
        let run = run.expect("oathtool must be installed (apt install oathtool)");
        assert!(run.status.success(), "oathtool takes the key and the time");
        typed(String::from_utf8_lossy(&run.stdout).trim())
    }
}

impl Enrollee for OathTool {
    fn enrol(&mut self, host: &FakeHost, account: &Account, step: &Step) -> Answers {
        for prompt in &step.prompts {
            if let Prompt::Copyable { label, value, .. } = prompt
                && label.key == "totp-setup-key"
            {
                let key = value.text().expect("text").to_owned();
                self.0.insert(account.pseudonym.clone(), key);
            }
        }
        self.code(host, account)
    }

    fn prove(&mut self, host: &FakeHost, account: &Account, _step: &Step) -> Answers {
        self.code(host, account)
    }

    /// The code of half a minute ago and the present one.
    fn mend(&mut self, host: &FakeHost, account: &Account, _step: &Step) -> Answers {
        let code = |answers: Answers| {
            let code = answers.text("code").expect("a code").to_owned();
            Secret::from(code)
        };
        host.advance_seconds(-30);
        let first = code(self.code(host, account));
        host.advance_seconds(30);
        let second = code(self.code(host, account));
        Answers::new([("first".to_owned(), first), ("second".to_owned(), second)])
    }

    /// The code of a phone that is two minutes ahead.
    fn tempt(
        &mut self,
        host: &FakeHost,
        account: &Account,
        _step: &Step,
    ) -> Option<(Answers, i64)> {
        host.advance_seconds(120);
        let later = self.code(host, account);
        host.advance_seconds(-120);
        Some((later, 120))
    }
}

#[tokio::test]
async fn authenticator_apps_keep_the_contract_of_second_factors() {
    second_factor_contract(&Totp, &mut OathTool::default()).await;
}
