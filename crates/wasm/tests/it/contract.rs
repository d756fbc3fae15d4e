//! A sandboxed factor is as good as a native one: they pass the same test.

use innkeeper_module::testing::{Enrollee, FakeHost, second_factor_contract};
use innkeeper_module::{Account, Answers, Host as _, Prompt, SecondFactor as _, Secret, Step};
use std::collections::BTreeMap;
use std::process::Command;

use innkeeper_wasm::Terms;

use crate::bench::factor_on;

pub const TOTP: &str = "innkeeper-totp-component";

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
        let code = String::from_utf8_lossy(&run.stdout).trim().to_owned();
        Answers::new([("code".to_owned(), Secret::from(code))])
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
}

#[tokio::test]
async fn r129_a_sandboxed_factor_keeps_the_contract_of_native_ones() {
    let totp = factor_on(TOTP, Terms::default()).await;
    second_factor_contract(&totp, &mut OathTool::default()).await;
    assert!(totp.health().faults.is_empty(), "{:?}", totp.health());
    assert!(totp.health().calls > 100);
}

#[tokio::test]
async fn it_says_of_itself_what_the_native_one_says() {
    let totp = factor_on(TOTP, Terms::default()).await;
    assert_eq!(totp.describe(), innkeeper_totp::Totp.describe());
}
