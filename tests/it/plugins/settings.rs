//! The form for a plugin's settings: drawn from the manifest, checked by it, and silent about secrets.

use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_identity::plugin::PluginState;
use innkeeper_package::archive::pack;
use innkeeper_server::app::plugins;

use super::{Estate, ID, SECRET, done, files, package};
use crate::houses::houses;
use crate::staff::staff;

const GRACE: &str = "grace@sunny.example";
const PAGE: &str = "/staff/plugins/dev.example.totp";
const FORM: &str = "/staff/plugins/dev.example.totp/settings";

/// Settings of every kind.
const MANY: &str = "[settings.sender]\ntype = \"text\"\nlabel = \"Sender\"\nrequired = true\nminimum = 3\nmaximum = 11\n\
     [settings.loud]\ntype = \"boolean\"\nlabel = \"Loud\"\n\
     [settings.way]\ntype = \"choice\"\nlabel = \"Way\"\ndefault = \"safe\"\noptions = { fast = \"Fast\", safe = \"Safe\" }\n\
     [settings.help-page]\ntype = \"url\"\nlabel = \"Help page\"\n";

houses! {
    async fn a_form_is_drawn_from_the_manifest_and_wrong_values_are_said_at_their_fields(house) {
        let estate = Estate::of(house).await;
        let mut files = files("1.0.0", MANY);
        let german = b"setting-sender = Absender\nsetting-way-safe = Sicher\n";
        files.get_mut("locales/de.ftl").expect("texts").extend_from_slice(german);
        done(estate.installs(&pack(files).expect("a package")).await);
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        owner.get(FORM).await.expect(StatusCode::OK)
            .expect_text("Sender").expect_text("If empty: Safe").expect_text("value=\"fast\"")
            .expect_text("type=\"number\"").expect_text("type=\"password\"");
        let enabled = owner.submit(PAGE, &format!("{PAGE}/enable"), &[("seen", "0")]).await;
        owner.follow(&enabled.location().expect("it leads on")).await.expect_text("must be set first: sender");

        let wrong = [
            ("setting_sender", "ab"), ("setting_window", "9"), ("setting_way", "slow"), ("setting_help-page", "help"),
            ("setting_api-key", SECRET),
        ];
        let refused = owner.submit(FORM, FORM, &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        for sentence in [
            "Enter 3 to 11 characters.", "id=\"field-setting_window-error\"", "id=\"field-setting_way-error\"",
            "Enter a full address that begins with https://.", "value=\"ab\"",
        ] {
            assert!(refused.body.contains(sentence), "{sentence}: {}", refused.body);
        }
        assert!(!refused.body.contains(SECRET), "a secret came back");

        let right = [
            ("setting_sender", "Sunny"), ("setting_window", "2"), ("setting_loud", "yes"), ("setting_way", "fast"),
            ("setting_help-page", "https://help.example/codes"), ("setting_api-key", SECRET),
        ];
        owner.submit(FORM, FORM, &right).await.expect_redirect(PAGE);
        let shown = owner.get(FORM).await.expect_text("value=\"Sunny\"").expect_text("Set. Leave empty to keep it.");
        assert!(!shown.body.contains(SECRET), "a secret is shown");
        owner.submit(FORM, &format!("{PAGE}/enable"), &[("seen", "0")]).await.expect_redirect(PAGE);
        assert_eq!(estate.state().await, Some((PluginState::Enabled, "1.0.0".to_owned())));

        let kept = [("setting_sender", "Sunny"), ("setting_way", ""), ("setting_api-key", "")];
        owner.submit(FORM, FORM, &kept).await.expect_redirect(PAGE);
        let loaded = estate.panel().plugins.find(ID).expect("it is loaded");
        let text = |name: &str| loaded.settings.get(name).and_then(|value| value.text().map(str::to_owned));
        assert_eq!(text("api-key").as_deref(), Some(SECRET));
        assert_eq!((text("way").as_deref(), text("loud").as_deref()), (Some("safe"), Some("false")));
        owner.submit(FORM, FORM, &[("setting_sender", "Sunny"), ("clear_api-key", "yes")]).await.expect_redirect(PAGE);
        let shown = plugins::list_settings(estate.panel(), ID).await.unwrap().expect("it is there");
        assert!(shown.iter().all(|shown| shown.setting.name != "api-key" || !shown.is_set));

        owner.submit(FORM, "/staff/preferences", &[("locale", "de"), ("return_to", FORM)]).await;
        owner.get(FORM).await.expect_text("Absender").expect_text("Sicher").expect_text("Niemand wird nach etwas gefragt.");
    }

    async fn a_plugin_is_tried_out_before_it_is_enabled(house) {
        let estate = Estate::of(house).await;
        done(estate.installs(&package("1.0.0", "")).await);
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let tried = owner.submit(FORM, &format!("{PAGE}/test"), &[]).await;
        let back = tried.location().expect("it leads back");
        owner.get(&back).await.expect_text("started and said what it is, within");
        assert_eq!(estate.state().await, Some((PluginState::Disabled, "1.0.0".to_owned())));

        let mut support = staff(&estate.house, "support@sunny.example", Role::Support).await;
        for path in [FORM, &format!("{PAGE}/update"), "/staff/plugins/install"] {
            support.get(path).await.expect(StatusCode::FORBIDDEN);
        }
        support.submit("/staff", &format!("{PAGE}/test"), &[]).await.expect(StatusCode::FORBIDDEN);
        support.submit("/staff", FORM, &[("setting_window", "2")]).await.expect(StatusCode::FORBIDDEN);
    }
}
