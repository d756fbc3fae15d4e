//! Installing by the staff area: files that are brought, a yes to exactly what was shown, and nothing before it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Body;
use chrono::TimeDelta;
use http::{Method, StatusCode};
use innkeeper_identity::permission::Role;
use innkeeper_identity::plugin::PluginState;
use innkeeper_package::archive::MOST_PACKED;
use innkeeper_package::trust::Lenience;
use innkeeper_server::app::plugins::{self, Installed, Upload};
use innkeeper_tests::visitor::{Reply, Visitor};
use tempfile::TempDir;

use super::{Estate, ID, MORE, done, package, publisher};
use crate::INNKEEPER;
use crate::houses::houses;
use crate::staff::staff;

const GRACE: &str = "grace@sunny.example";
const FORM: &str = "/staff/plugins/install";
const CONFIRM: &str = "/staff/plugins/install/confirm";
const PROGRESS: &str = "/staff/plugins/install/progress";
const PAGE: &str = "/staff/plugins/dev.example.totp";
const BOUNDARY: &str = "the-end-of-a-part";

/// A form with files, in the order of its parts; a part with a file's name is a file.
fn multipart(parts: &[(&str, Option<&str>, &[u8])]) -> Body {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    Body::from(body)
}

async fn sends(visitor: &mut Visitor, body: Body) -> Reply {
    let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [
        ("content-type", media_type.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    visitor.send(Method::POST, FORM, body, &headers).await
}

/// Fills the form in and sends it.
async fn brings(visitor: &mut Visitor, package: &[u8], signature: &str, key: &str) -> Reply {
    let form = visitor.get(FORM).await.expect(StatusCode::OK);
    let token = form
        .field_value("csrf_token")
        .expect("the form has a token");
    let body = multipart(&[
        ("csrf_token", None, token.as_bytes()),
        ("package", Some("totp.innpack"), package),
        (
            "signature",
            Some("totp.innpack.minisig"),
            signature.as_bytes(),
        ),
        ("key", None, key.as_bytes()),
        ("rotation", Some(""), b""),
    ]);
    sends(visitor, body).await
}

/// Says yes to what the page shows.
async fn agrees(visitor: &mut Visitor, page: &str) -> Reply {
    let asked = visitor.get(page).await.expect(StatusCode::OK);
    let consent = asked
        .field_value("consent")
        .expect("the page asks for a yes");
    visitor.post(page, &[("consent", &consent)]).await
}

/// A compiler that begins when there is a file `go` in the folder, with what it then does.
fn patient_compiler(folder: &Path, does: &str) -> PathBuf {
    let program = folder.join("compiler");
    let (gate, text) = (folder.join("go"), "#!/bin/sh\nwhile [ ! -e");
    let text = format!(
        "{text} '{}' ]; do sleep 0.05; done\n{does}\n",
        gate.display()
    );
    fs::write(&program, text).expect("a program");
    fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("a program that runs");
    program
}

/// Says yes, and stays until the installation is over, however long this machine needs for it.
pub(super) async fn installs(visitor: &mut Visitor) -> Reply {
    let answer = agrees(visitor, CONFIRM).await;
    match answer.location().as_deref() {
        Some(PROGRESS) => looks_on(visitor).await,
        _ => answer,
    }
}

/// Lets the compiler begin, and stays until the installation is over.
async fn watched(visitor: &mut Visitor, folder: &Path) -> Reply {
    fs::write(folder.join("go"), "").expect("a file");
    looks_on(visitor).await
}

async fn looks_on(visitor: &mut Visitor) -> Reply {
    loop {
        let looked = visitor.get(&format!("{PROGRESS}?plugin={ID}")).await;
        if looked.status != StatusCode::OK {
            return looked;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

houses! {
    async fn an_installation_that_takes_long_goes_on_and_is_watched(house) {
        let (mut estate, folder) = (Estate::of(house).await, TempDir::new().unwrap());
        let does = format!("exec '{INNKEEPER}' \"$@\"");
        estate.house.reopen_with(patient_compiler(folder.path(), &does), |_| {}).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let (package, key) = (package("1.0.0", ""), estate.key.public().to_string());
        let signature = estate.key.sign(&package).expect("a signature");
        brings(&mut owner, &package, &signature, &key).await.expect_redirect(CONFIRM);
        agrees(&mut owner, CONFIRM).await.expect_redirect(PROGRESS);
        owner.get(PROGRESS).await.expect(StatusCode::OK).expect_text("It is being compiled for this server.");
        agrees(&mut owner, CONFIRM).await.expect_redirect(PROGRESS);
        assert_eq!(estate.state().await, None, "it is installed before it was compiled");
        watched(&mut owner, folder.path()).await.expect_redirect(PAGE);
        assert_eq!(estate.state().await, Some((PluginState::Disabled, "1.0.0".to_owned())));
        owner.get(PAGE).await.expect_text("is installed");
    }

    async fn what_is_brought_while_another_is_installed_stays(house) {
        let (mut estate, folder) = (Estate::of(house).await, TempDir::new().unwrap());
        let does = format!("exec '{INNKEEPER}' \"$@\"");
        estate.house.reopen_with(patient_compiler(folder.path(), &does), |_| {}).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let key = estate.key.public().to_string();
        let (first, second) = (package("1.0.0", ""), package("1.1.0", ""));
        let signature = estate.key.sign(&first).expect("a signature");
        brings(&mut owner, &first, &signature, &key).await.expect_redirect(CONFIRM);
        agrees(&mut owner, CONFIRM).await.expect_redirect(PROGRESS);
        let signature = estate.key.sign(&second).expect("a signature");
        brings(&mut owner, &second, &signature, &key).await.expect_redirect(CONFIRM);
        fs::write(folder.path().join("go"), "").unwrap();
        while estate.state().await.is_none() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        installs(&mut owner).await.expect_redirect(PAGE);
        assert_eq!(estate.state().await, Some((PluginState::Disabled, "1.1.0".to_owned())));
    }

    async fn an_installation_that_fails_after_long_says_why_and_may_be_tried_again(house) {
        let (mut estate, folder) = (Estate::of(house).await, TempDir::new().unwrap());
        let does = format!("[ -e '{0}/again' ] && exec '{INNKEEPER}' \"$@\"; echo 'out of ink' >&2; exit 1", folder.path().display());
        estate.house.reopen_with(patient_compiler(folder.path(), &does), |_| {}).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let (package, key) = (package("1.0.0", ""), estate.key.public().to_string());
        let signature = estate.key.sign(&package).expect("a signature");
        brings(&mut owner, &package, &signature, &key).await.expect_redirect(CONFIRM);
        agrees(&mut owner, CONFIRM).await.expect_redirect(PROGRESS);
        watched(&mut owner, folder.path()).await.expect_redirect(CONFIRM);
        owner.get(CONFIRM).await.expect_text("out of ink");
        assert_eq!(estate.state().await, None);
        fs::write(folder.path().join("again"), "").unwrap();
        installs(&mut owner).await.expect_redirect(PAGE);
    }

    async fn an_installation_that_ended_with_its_process_may_be_begun_anew(house) {
        let (mut estate, folder) = (Estate::of(house).await, TempDir::new().unwrap());
        estate.house.reopen_with(patient_compiler(folder.path(), "exit 1"), |_| {}).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let (package, key) = (package("1.0.0", ""), estate.key.public().to_string());
        let signature = estate.key.sign(&package).expect("a signature");
        brings(&mut owner, &package, &signature, &key).await.expect_redirect(CONFIRM);
        agrees(&mut owner, CONFIRM).await.expect_redirect(PROGRESS);
        estate.house.clock.advance(TimeDelta::minutes(16));
        owner.get(PROGRESS).await.expect_redirect(CONFIRM);
    }

    async fn r127_staff_install_a_package_after_they_saw_who_signed_it_and_what_it_asks_for(house) {
        let estate = Estate::of(house).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let (package, key) = (package("1.0.0", MORE), estate.key.public());
        let signature = estate.key.sign(&package).expect("a signature");
        brings(&mut owner, &package, &signature, &key.to_string()).await.expect_redirect(CONFIRM);
        assert_eq!(estate.state().await, None, "it is installed before anybody said yes");
        owner.get(CONFIRM).await.expect(StatusCode::OK)
            .expect_text(&key.fingerprint()).expect_text("Nothing is known of this key yet.")
            .expect_text("Ask the server api.acme.example").expect_text("It says: Asks Acme.");
        installs(&mut owner).await.expect_redirect(PAGE);
        assert_eq!(estate.state().await, Some((PluginState::Disabled, "1.0.0".to_owned())));
        owner.get(CONFIRM).await.expect_redirect(FORM);

        let newer = super::package("1.1.0", MORE);
        let signature = estate.key.sign(&newer).expect("a signature");
        brings(&mut owner, &newer, &signature, "").await.expect_redirect(CONFIRM);
        owner.get(CONFIRM).await.expect_text("The key that this plugin was installed with.")
            .expect_text("It asks for nothing new.").expect_text("As before");
        installs(&mut owner).await.expect_redirect(PAGE);
        assert_eq!(estate.state().await, Some((PluginState::Disabled, "1.1.0".to_owned())));
    }

    async fn r127_a_yes_to_something_else_installs_nothing(house) {
        let estate = Estate::of(house).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let key = estate.key.public().to_string();
        let (modest, greedy) = (package("1.0.0", ""), package("1.0.1", MORE));
        let signature = estate.key.sign(&modest).expect("a signature");
        brings(&mut owner, &modest, &signature, &key).await.expect_redirect(CONFIRM);
        let seen = owner.get(CONFIRM).await.field_value("consent").expect("the page asks for a yes");
        // Another tab brings another package meanwhile.
        let signature = estate.key.sign(&greedy).expect("a signature");
        brings(&mut owner, &greedy, &signature, &key).await.expect_redirect(CONFIRM);
        owner.get(CONFIRM).await;
        owner.post(CONFIRM, &[("consent", &seen)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY)
            .expect_text("This is not what you said yes to").expect_text("Ask the server api.acme.example");
        assert_eq!(estate.state().await, None);
        owner.submit(CONFIRM, "/staff/plugins/install/discard", &[]).await.expect_redirect("/staff/plugins");
        owner.post(CONFIRM, &[("consent", &seen)]).await.expect_redirect(FORM);
        assert_eq!(estate.state().await, None);
    }

    async fn what_is_wrong_with_the_files_is_said_at_their_fields(house) {
        let estate = Estate::of(house).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let (package, key) = (package("1.0.0", ""), estate.key.public().to_string());
        let signature = estate.key.sign(&package).expect("a signature");
        let strange = publisher();
        let mut changed = package.clone();
        let last = changed.len() - 9;
        changed[last] ^= 1;
        for (package, signature, key, sentence) in [
            (&b""[..], signature.as_str(), key.as_str(), "id=\"field-package-error\""),
            (&package, "no signature", &key, "This is no signature of a package."),
            (&package, &signature, "no key", "This is no public key."),
            (&package, &signature, "", "none of the known keys did it"),
            (&package, &signature, &strange.public().to_string(), "signed with another key"),
            (&changed, &signature, &key, "one of the two was changed"),
        ] {
            let reply = brings(&mut owner, package, signature, key).await;
            reply.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text(sentence);
        }
        brings(&mut owner, &package, "", &key).await.expect_redirect(CONFIRM);
        let unsigned = owner.get(CONFIRM).await.expect_text("Nobody signed the package.");
        assert!(unsigned.field_value("consent").is_none(), "a yes is asked for what nobody signed");
        assert_eq!(estate.state().await, None);
    }

    async fn r159_no_file_is_read_without_the_token_and_none_that_is_too_large(house) {
        let estate = Estate::of(house).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let package = package("1.0.0", "");
        for parts in [
            vec![("package", Some("a.innpack"), &package[..])],
            vec![("csrf_token", None, &b"forged"[..]), ("package", Some("a.innpack"), &package)],
            vec![],
        ] {
            owner.get(FORM).await;
            sends(&mut owner, multipart(&parts)).await.expect(StatusCode::FORBIDDEN);
        }
        let token = owner.get(FORM).await.field_value("csrf_token").expect("the form has a token");
        let huge = vec![0; usize::try_from(MOST_PACKED.0).unwrap() + 128 * 1024];
        let body = multipart(&[("csrf_token", None, token.as_bytes()), ("package", Some("a.innpack"), &huge)]);
        sends(&mut owner, body).await.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("Packages have at most 32");
        owner.submit(FORM, FORM, &[("key", "x")]).await.expect(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        owner.get(CONFIRM).await.expect_redirect(FORM);

        let mut support = staff(&estate.house, "support@sunny.example", Role::Support).await;
        sends(&mut support, multipart(&[])).await.expect(StatusCode::FORBIDDEN);
        support.get(CONFIRM).await.expect(StatusCode::FORBIDDEN);
    }

    async fn a_package_that_was_brought_is_kept_for_an_hour_and_for_who_brought_it(house) {
        let estate = Estate::of(house).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let mut other = staff(&estate.house, "ida@sunny.example", Role::Owner).await;
        let (package, key) = (package("1.0.0", ""), estate.key.public().to_string());
        let signature = estate.key.sign(&package).expect("a signature");
        brings(&mut owner, &package, &signature, &key).await.expect_redirect(CONFIRM);
        other.get(CONFIRM).await.expect_redirect(FORM);
        estate.house.wait(TimeDelta::minutes(6));
        let asked = owner.get(CONFIRM).await.location().unwrap_or_default();
        assert!(asked.starts_with("/staff/account/step-up?next="), "{asked}");
        let mut tx = estate.panel().db.begin().await.unwrap();
        let later = estate.house.now() + TimeDelta::hours(1);
        assert_eq!(innkeeper_store::plugin_uploads::delete_expired(&mut tx, estate.house.now()).await.unwrap(), 0);
        assert_eq!(innkeeper_store::plugin_uploads::delete_expired(&mut tx, later).await.unwrap(), 1);
    }

    async fn r127_an_update_that_waits_is_granted_or_declined_on_its_page(house) {
        let estate = Estate::of(house).await;
        estate.enabled(&package("1.0.0", "")).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let waits = async |version: &str| {
            let newer = package(version, MORE);
            let signature = estate.key.sign(&newer).expect("a signature");
            let upload = Upload { package: &newer, signature: Some(&signature), key: None, rotations: &[] };
            let outcome = estate.installs_upload(upload, Lenience::default(), false).await;
            assert!(matches!(outcome, Installed::Waits(_)));
        };
        waits("1.1.0").await;
        let update = format!("{PAGE}/update");
        owner.get("/staff/plugins").await.expect_text("1.1.0 waits");
        owner.get(PAGE).await.expect_text(&format!("href=\"{update}\""));
        let asked = owner.get(&update).await.expect(StatusCode::OK)
            .expect_text("It asks for more than the version that is installed.").expect_text("api.acme.example");
        let digest = asked.field_value("digest").expect("the page can be declined");
        owner.post(&format!("{update}/decline"), &[("digest", &digest)]).await.expect_redirect(PAGE);
        assert!(plugins::inspect_offered(estate.panel(), ID).await.unwrap().is_none());
        owner.get(&update).await.expect(StatusCode::NOT_FOUND);

        waits("1.2.0").await;
        owner.get(&update).await;
        owner.post(&update, &[("consent", "something else")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(estate.state().await, Some((PluginState::Enabled, "1.0.0".to_owned())));
        agrees(&mut owner, &update).await.expect_redirect(PAGE);
        assert_eq!(estate.state().await, Some((PluginState::Enabled, "1.2.0".to_owned())));
    }

    async fn the_new_key_of_a_publisher_is_shown_beside_the_old_one(house) {
        let estate = Estate::of(house).await;
        done(estate.installs(&package("1.0.0", "")).await);
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let (newer, heir) = (package("1.1.0", ""), publisher());
        let signature = heir.sign(&newer).expect("a signature");
        brings(&mut owner, &newer, &signature, &heir.public().to_string()).await.expect_redirect(CONFIRM);
        let refused = owner.get(CONFIRM).await.expect_text("signed with another key (");
        assert!(refused.field_value("consent").is_none());

        let rotation = estate.key.rotate(ID.parse().unwrap(), heir.public()).expect("a statement");
        let token = owner.get(FORM).await.field_value("csrf_token").expect("the form has a token");
        let body = multipart(&[
            ("csrf_token", None, token.as_bytes()),
            ("package", Some("totp.innpack"), &newer),
            ("signature", Some("totp.innpack.minisig"), signature.as_bytes()),
            ("rotation", Some("key.rotation"), rotation.as_bytes()),
        ]);
        sends(&mut owner, body).await.expect_redirect(CONFIRM);
        owner.get(CONFIRM).await.expect_text("A new key.")
            .expect_text(&estate.key.public().fingerprint()).expect_text(&heir.public().fingerprint());
        installs(&mut owner).await.expect_redirect(PAGE);
        assert_eq!(estate.state().await, Some((PluginState::Disabled, "1.1.0".to_owned())));
    }
}
