//! What people are told by mail (R183): what happened, when and where, and what to do about it.
//!
//! A mail is a row of the unit of work that it tells of, and always goes to a stored address.

use innkeeper_identity::device;
use innkeeper_identity::email::EmailAddress;
use innkeeper_module::{Fact, Secret};
use innkeeper_store::credentials::Credential;
use innkeeper_store::principals::Principal;
use innkeeper_store::{Tx, email_undos};
use innkeeper_theme::MailTemplate;
use innkeeper_theme::contexts::{
    AccountExistsMail, BackupCodeUsedMail, BackupCodesMadeMail, CodeMail, ConfirmEmailMail,
    DeviceStolenMail, DeviceTrustedMail, EmailChangeConfirmMail, EmailChangedMail, FactorAddedMail,
    FactorLockedMail, FactorRemovedMail, Message, NewBrowserMail, Occasion, PasswordChangedMail,
    ResetPasswordMail, SignInUnfinishedMail,
};

use super::Caller;
use super::links::Link;
use crate::Panel;
use crate::mail::{self, Recipient};
use crate::modules::Factor;
use crate::web::area::Area;

/// One mail to one person about one request.
pub struct Notice<'a> {
    /// The panel.
    pub panel: &'a Panel,
    /// Who is told.
    pub to: &'a Principal,
    /// Who asked for what it tells of.
    pub caller: &'a Caller,
}

impl Notice<'_> {
    /// A link that confirms the address of a new account.
    pub async fn confirm_email(&self, tx: &mut Tx, link: &Link) -> anyhow::Result<()> {
        let mail = ConfirmEmailMail {
            href: link.href.clone(),
            expires_at: link.expires_at,
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// Somebody tried to register or take an address that has an account.
    pub async fn account_exists(&self, tx: &mut Tx) -> anyhow::Result<()> {
        let mail = AccountExistsMail {
            sign_in_href: self.href("/login"),
            forgot_href: self.href("/password/forgot"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// A link that sets a new password.
    pub async fn reset_password(
        &self,
        tx: &mut Tx,
        link: &Link,
        by_staff: bool,
    ) -> anyhow::Result<()> {
        let mail = ResetPasswordMail {
            href: link.href.clone(),
            expires_at: link.expires_at,
            by_staff,
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// The password is another one.
    pub async fn password_changed(&self, tx: &mut Tx) -> anyhow::Result<()> {
        let mail = PasswordChangedMail {
            forgot_href: self.href("/password/forgot"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// To the new address: a link that makes it the person's.
    pub async fn email_change_confirm(
        &self,
        tx: &mut Tx,
        new: &EmailAddress,
        link: &Link,
    ) -> anyhow::Result<()> {
        let mail = EmailChangeConfirmMail {
            new_email: new.as_str().to_owned(),
            href: link.href.clone(),
            expires_at: link.expires_at,
            occasion: self.occasion(),
        };
        let recipient = Recipient::of(self.to).at(new.as_str());
        mail::queue(tx, self.panel, &recipient, &mail).await?;
        Ok(())
    }

    /// To the address of old, which `to` still has: the account has another one. There is no way back
    /// from having gone back.
    pub async fn email_changed(
        &self,
        tx: &mut Tx,
        new: &EmailAddress,
        undo: Option<&Link>,
    ) -> anyhow::Result<()> {
        let mail = EmailChangedMail {
            old_email: self.to.email.clone(),
            new_email: new.as_str().to_owned(),
            undo_href: undo.map(|link| link.href.clone()),
            undo_until: undo.map(|link| link.expires_at),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// A factor was set up.
    pub async fn factor_added(
        &self,
        tx: &mut Tx,
        credential: &Credential,
        replaced: bool,
    ) -> anyhow::Result<()> {
        let mail = FactorAddedMail {
            factor: self.factor_name(&credential.factor),
            label: credential.label.clone(),
            replaced,
            security_href: self.href("/account/security"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// A factor was removed.
    pub async fn factor_removed(
        &self,
        tx: &mut Tx,
        credential: &Credential,
        last: bool,
    ) -> anyhow::Result<()> {
        let mail = FactorRemovedMail {
            factor: self.factor_name(&credential.factor),
            label: credential.label.clone(),
            last,
            security_href: self.href("/account/security"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// There are new backup codes.
    pub async fn backup_codes_made(&self, tx: &mut Tx, facts: &[Fact]) -> anyhow::Result<()> {
        let mail = BackupCodesMadeMail {
            count: remaining(facts),
            security_href: self.href("/account/security"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// Somebody came in by a backup code (R67).
    pub async fn backup_code_used(&self, tx: &mut Tx, facts: &[Fact]) -> anyhow::Result<()> {
        let mail = BackupCodeUsedMail {
            remaining: remaining(facts),
            security_href: self.href("/account/security"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// A browser needs no second factor until then (R183).
    pub async fn device_trusted(
        &self,
        tx: &mut Tx,
        until: chrono::DateTime<chrono::Utc>,
    ) -> anyhow::Result<()> {
        let mail = DeviceTrustedMail {
            until,
            sessions_href: self.href("/account/security/sessions"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// Somebody signed in with a browser that is not known (R183).
    pub async fn new_browser(&self, tx: &mut Tx) -> anyhow::Result<()> {
        let mail = NewBrowserMail {
            forgot_href: self.href("/password/forgot"),
            sessions_href: self.href("/account/security/sessions"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// Somebody came with an old copy of a trusted device's cookie (R135).
    pub async fn trusted_device_stolen(&self, tx: &mut Tx) -> anyhow::Result<()> {
        let mail = DeviceStolenMail {
            forgot_href: self.href("/password/forgot"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// A factor is locked for a while, or for good.
    pub async fn factor_locked(
        &self,
        tx: &mut Tx,
        credential: &Credential,
        until: Option<chrono::DateTime<chrono::Utc>>,
    ) -> anyhow::Result<()> {
        let mail = FactorLockedMail {
            factor: self.factor_name(&credential.factor),
            label: credential.label.clone(),
            until,
            forgot_href: self.href("/password/forgot"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// The password was right and the second step was never done (R28).
    pub async fn sign_in_unfinished(
        &self,
        tx: &mut Tx,
        at: chrono::DateTime<chrono::Utc>,
    ) -> anyhow::Result<()> {
        let occasion = Occasion {
            at,
            ..self.occasion()
        };
        self.queue(
            tx,
            &SignInUnfinishedMail {
                forgot_href: self.href("/password/forgot"),
                occasion,
            },
        )
        .await
    }

    /// A code to prove themselves with; `text` is the module's sentence about it (R77, R82).
    pub async fn code(
        &self,
        tx: &mut Tx,
        text: String,
        code: Option<&Secret>,
    ) -> anyhow::Result<()> {
        let mail = CodeMail {
            text,
            code: code.and_then(Secret::text).unwrap_or_default().to_owned(),
            forgot_href: self.href("/password/forgot"),
            occasion: self.occasion(),
        };
        self.queue(tx, &mail).await
    }

    /// Queues any mail to the person.
    pub async fn queue<M: MailTemplate>(&self, tx: &mut Tx, mail: &M) -> anyhow::Result<()> {
        mail::queue(tx, self.panel, &Recipient::of(self.to), mail).await?;
        Ok(())
    }

    /// Queues a mail to every address that is known to be the person's: the one of today, and those of
    /// which a change can still be taken back (R179). Whoever took the account over and changed its
    /// address does not keep this from its owner.
    pub async fn queue_everywhere<M: MailTemplate>(
        &self,
        tx: &mut Tx,
        mail: &M,
    ) -> anyhow::Result<()> {
        self.queue(tx, mail).await?;
        let now = self.panel.clock.now();
        for address in email_undos::list_addresses(tx, self.to.id, now).await? {
            if address.eq_ignore_ascii_case(&self.to.email) {
                continue;
            }
            mail::queue(tx, self.panel, &Recipient::of(self.to).at(address), mail).await?;
        }
        Ok(())
    }

    /// An absolute link into the person's area.
    pub fn href(&self, path: &str) -> String {
        self.panel
            .absolute(&Area::for_kind(self.to.kind).path(path))
    }

    /// When and where.
    pub fn occasion(&self) -> Occasion {
        let device = self
            .caller
            .user_agent
            .as_deref()
            .map(device::describe_user_agent);
        Occasion {
            at: self.panel.clock.now(),
            ip: self.caller.ip.map(|ip| ip.to_string()),
            device: device.map(|device| Message::device(device.browser, device.os)),
        }
    }

    fn factor_name(&self, id: &str) -> String {
        let factor = self.panel.modules().second_factor(id);
        let named = |factor: Factor| {
            self.panel
                .module_text(&self.to.locale, id, &factor.description.name)
        };
        factor.map_or_else(|| id.to_owned(), named)
    }
}

fn remaining(facts: &[Fact]) -> u32 {
    facts
        .iter()
        .find(|fact| fact.name == "remaining")
        .and_then(|fact| fact.value.parse().ok())
        .unwrap_or_default()
}
