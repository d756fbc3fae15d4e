//! The index: every template with the type of its context. What is not listed here cannot be rendered,
//! and what is listed must exist in every theme.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::contexts::{self, samples::Sample};

/// Which frames a template meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The customer area, for visitors and customers.
    Customer,
    /// The door of both areas: nobody is signed in.
    Door,
    /// The person's own pages, in both areas.
    Account,
    /// The staff area.
    Staff,
    /// Anywhere.
    Anywhere,
}

/// The context of a page: rendering is `theme.page(&frame, &LoginPage { … })`.
pub trait Page: Serialize + Sample {
    /// The template's file.
    const TEMPLATE: &'static str;
    /// Which frames it meets.
    const PLACE: Place;
}

/// The context of a mail: rendering is `theme.mail(&frame, &ConfirmEmailMail { … })`.
pub trait MailTemplate: Serialize + Sample {
    /// The folder below `mails/`.
    const NAME: &'static str;
}

/// A page of the index, for checks and previews.
#[derive(Clone, Copy)]
pub struct PageEntry {
    /// The template's file.
    pub template: &'static str,
    /// Which frames it meets.
    pub place: Place,
    /// Its samples.
    pub samples: fn() -> Vec<Value>,
}

/// A mail of the index, for checks and previews.
#[derive(Clone, Copy)]
pub struct MailEntry {
    /// The folder below `mails/`.
    pub name: &'static str,
    /// Its samples.
    pub samples: fn() -> Vec<Value>,
}

/// The three files of a mail.
pub const MAIL_FILES: [&str; 3] = ["subject.txt", "body.txt", "body.html"];

impl MailEntry {
    /// The path of one of its files.
    pub fn file(&self, file: &str) -> String {
        format!("mails/{}/{file}", self.name)
    }
}

fn sample_values<T: Sample + Serialize>() -> Vec<Value> {
    T::samples()
        .into_iter()
        .map(|sample| Value::from(Serde(sample)))
        .collect()
}

macro_rules! templates {
    (pages { $($place:ident $file:literal => $page:ident,)* } mails { $($name:literal => $mail:ident,)* }) => {
        $(impl Page for contexts::$page {
            const TEMPLATE: &'static str = $file;
            const PLACE: Place = Place::$place;
        })*

        $(impl MailTemplate for contexts::$mail {
            const NAME: &'static str = $name;
        })*

        /// Every page.
        pub const PAGES: &[PageEntry] = &[$(PageEntry {
            template: $file,
            place: Place::$place,
            samples: sample_values::<contexts::$page>,
        }),*];

        /// Every mail.
        pub const MAILS: &[MailEntry] = &[$(MailEntry {
            name: $name,
            samples: sample_values::<contexts::$mail>,
        }),*];
    };
}

templates! {
    pages {
        Customer "customer/home.html" => HomePage,

        Door "door/login.html" => LoginPage,
        Door "door/recover.html" => RecoverPage,
        Door "door/recovery.html" => RecoveryPage,
        Door "door/passkey.html" => PasskeyPage,
        Door "door/verify.html" => VerifyPage,
        Anywhere "door/choose.html" => ChoosePage,
        Door "door/register.html" => RegisterPage,
        Anywhere "door/notice.html" => NoticePage,
        Anywhere "door/confirm.html" => ConfirmPage,
        Anywhere "door/invitation.html" => InvitationPage,
        Door "door/forgot.html" => ForgotPage,
        Door "door/reset.html" => ResetPage,

        Account "account/home.html" => AccountHomePage,
        Account "account/profile.html" => ProfilePage,
        Account "account/mobile.html" => MobilePage,
        Account "account/email.html" => EmailPage,
        Account "account/password.html" => PasswordPage,
        Account "account/security.html" => SecurityPage,
        Account "account/recovered.html" => RecoveredPage,
        Account "account/factors.html" => FactorsPage,
        Account "account/enrol.html" => EnrolPage,
        Account "account/remove.html" => RemovePage,
        Account "account/rename.html" => RenamePage,
        Account "account/trial.html" => TrialPage,
        Account "account/sessions.html" => SessionsPage,
        Account "account/devices.html" => DevicesPage,
        Account "account/tokens.html" => TokensPage,
        Account "account/token_new.html" => TokenNewPage,
        Account "account/token_made.html" => TokenMadePage,
        Account "account/step_up.html" => StepUpPage,
        Customer "account/invitations.html" => InvitationsPage,

        Customer "team/list.html" => TeamPage,
        Customer "team/invite.html" => TeamInvitePage,
        Customer "team/member.html" => TeamMemberPage,
        Customer "team/remove.html" => TeamRemovePage,
        Customer "team/client.html" => ClientProfilePage,

        Staff "staff/dashboard.html" => StaffDashboardPage,
        Staff "staff/users.html" => UsersPage,
        Staff "staff/user.html" => UserPage,
        Staff "staff/adoption.html" => AdoptionPage,
        Staff "staff/adoption_remind.html" => AdoptionRemindPage,
        Staff "staff/recoveries.html" => RecoveriesPage,
        Staff "staff/recovery.html" => RecoveryReviewPage,
        Staff "staff/clients.html" => ClientsPage,
        Staff "staff/client.html" => ClientPage,
        Staff "staff/members.html" => MembersPage,
        Staff "staff/member_new.html" => MemberNewPage,
        Staff "staff/member.html" => MemberPage,
        Staff "staff/audit.html" => AuditPage,
        Staff "staff/mails.html" => MailsPage,
        Staff "staff/mail.html" => MailPage,
        Staff "staff/factor_check.html" => FactorCheckPage,
        Staff "staff/jobs.html" => JobsPage,
        Staff "staff/plugins.html" => PluginsPage,
        Staff "staff/plugin.html" => PluginPage,
        Staff "staff/plugin_settings.html" => PluginSettingsPage,
        Staff "staff/plugin_install.html" => PluginInstallPage,
        Staff "staff/plugin_progress.html" => PluginProgressPage,
        Staff "staff/plugin_index.html" => PluginIndexPage,
        Staff "staff/plugin_consent.html" => PluginConsentPage,
        Staff "staff/settings.html" => SettingsPage,
        Staff "staff/rules.html" => RulesPage,
        Staff "staff/rule.html" => RulePage,
        Staff "staff/exempt.html" => ExemptPage,
        Staff "staff/client_groups.html" => ClientGroupsPage,
        Staff "staff/client_group.html" => ClientGroupPage,
        Staff "staff/confirm_action.html" => ConfirmActionPage,

        Anywhere "error.html" => ErrorPage,
    }
    mails {
        "confirm-email" => ConfirmEmailMail,
        "account-exists" => AccountExistsMail,
        "code" => CodeMail,
        "new-browser" => NewBrowserMail,
        "device-trusted" => DeviceTrustedMail,
        "device-stolen" => DeviceStolenMail,
        "reset-password" => ResetPasswordMail,
        "password-changed" => PasswordChangedMail,
        "email-change-confirm" => EmailChangeConfirmMail,
        "email-changed" => EmailChangedMail,
        "factor-added" => FactorAddedMail,
        "factor-removed" => FactorRemovedMail,
        "backup-codes-made" => BackupCodesMadeMail,
        "backup-code-used" => BackupCodeUsedMail,
        "factor-locked" => FactorLockedMail,
        "factors-reset" => FactorsResetMail,
        "recovery-asked" => RecoveryAskedMail,
        "recovery-received" => RecoveryReceivedMail,
        "recovery-approved" => RecoveryApprovedMail,
        "recovery-ended" => RecoveryEndedMail,
        "break-glass-used" => BreakGlassUsedMail,
        "plugin-stopped" => PluginStoppedMail,
        "sign-in-unfinished" => SignInUnfinishedMail,
        "invitation" => InvitationMail,
        "team-joined" => TeamJoinedMail,
        "team-removed" => TeamRemovedMail,
        "team-permissions" => TeamPermissionsMail,
        "mobile-changed" => MobileChangedMail,
        "factor-reminder" => FactorReminderMail,
        "welcome-staff" => WelcomeStaffMail,
        "test-mail" => TestMail,
    }
}
