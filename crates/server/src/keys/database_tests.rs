//! Keys and the database they belong to.

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::CredentialState;
use innkeeper_identity::ids::{CredentialId, PrincipalId};
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_store::Sealed;
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::principals::{self, Principal};
use serde_json::json;

use super::*;
use crate::testing::TestPanel;

async fn insert_person(scene: &TestPanel) -> PrincipalId {
    let (now, panel) = (scene.clock.now(), &scene.panel);
    let principal = Principal {
        id: PrincipalId::new(now, panel.random.id_bytes()),
        kind: PrincipalKind::User,
        email: "ada@example.com".into(),
        email_key: "ada@example.com".into(),
        email_confirmed_at: Some(now),
        name: "Ada".into(),
        password_hash: None,
        locale: "en".into(),
        time_zone: "UTC".into(),
        status: PrincipalStatus::Active,
        mobile: None,
        security_epoch: 0,
        password_changed_at: None,
        last_sign_in_at: None,
        created_at: now,
        version: 0,
    };
    let mut tx = panel.db.begin().await.unwrap();
    assert!(principals::insert(&mut tx, &principal).await.unwrap());
    tx.commit().await.unwrap();
    principal.id
}

async fn insert_credential(scene: &TestPanel, owner: PrincipalId, secret: &[u8]) -> CredentialId {
    let (now, panel) = (scene.clock.now(), &scene.panel);
    let id = CredentialId::new(now, panel.random.id_bytes());
    let sealed = panel.keys.seal(&place(id, owner), secret).unwrap();
    let credential = Credential {
        id,
        principal_id: owner,
        factor: "totp".into(),
        label: "Phone".into(),
        state: CredentialState::Active,
        class: Assurance::Strong,
        secret: Sealed(sealed),
        secret_version: 0,
        facts: json!([]),
        position: 0,
        created_at: now,
        last_used_at: None,
        last_failed_at: None,
        removed_at: None,
        removed_by: None,
        removed_ip: None,
        identifier: None,
        mobile: None,
    };
    let mut tx = panel.db.begin().await.unwrap();
    credentials::insert(&mut tx, &credential).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn find(panel: &crate::Panel, id: CredentialId) -> Credential {
    let mut tx = panel.db.read().await.unwrap();
    credentials::find(&mut tx, id).await.unwrap().unwrap()
}

fn place(id: CredentialId, owner: PrincipalId) -> Aad {
    Aad::new("credentials", "secret", id.0, owner.0)
}

#[tokio::test]
async fn r186_a_rotation_seals_everything_anew_beside_a_running_panel() {
    let scene = TestPanel::open(&[]).await;
    let owner = insert_person(&scene).await;
    let mut ids = Vec::new();
    for number in 0..120_u8 {
        ids.push(insert_credential(&scene, owner, &[number]).await);
    }
    let old = scene.panel.keys.active_id();

    let command = scene.open_again().await.unwrap();
    let new = command.keys.rotate(command.clock.as_ref()).unwrap();
    check(&command.keys, &command.db).await.unwrap();
    assert_eq!(
        count_by_key(&command.db)
            .await
            .unwrap()
            .into_iter()
            .collect::<Vec<_>>(),
        [(old, 120)]
    );

    let mut batches = 0;
    let done = reseal(&command.keys, &command.db, &mut |_| batches += 1)
        .await
        .unwrap();
    assert_eq!(
        done,
        Resealed {
            resealed: 120,
            ..Resealed::default()
        }
    );
    assert_eq!(batches, 2);
    assert_eq!(
        count_by_key(&command.db)
            .await
            .unwrap()
            .into_iter()
            .collect::<Vec<_>>(),
        [(new, 120)]
    );

    for (number, id) in (0..120_u8).zip(&ids) {
        let credential = find(&scene.panel, *id).await;
        let secret = scene
            .panel
            .keys
            .open(&place(*id, owner), &credential.secret.0)
            .ok()
            .unwrap();
        assert_eq!(secret.bytes(), [number]);
        assert_eq!(
            credential.secret_version, 0,
            "whoever is verifying is not disturbed"
        );
    }
    let again = reseal(&command.keys, &command.db, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(
        again,
        Resealed {
            current: 120,
            ..Resealed::default()
        }
    );
}

#[tokio::test]
async fn r186_a_rotation_reports_what_no_key_opens() {
    let scene = TestPanel::open(&[]).await;
    let owner = insert_person(&scene).await;
    let id = insert_credential(&scene, owner, b"seed").await;
    let stolen = find(&scene.panel, id).await;
    // The same ciphertext in another row, as by somebody who writes to the database.
    let moved = Credential {
        id: CredentialId(uuid::Uuid::from_u128(1)),
        ..stolen
    };
    let mut tx = scene.panel.db.begin().await.unwrap();
    credentials::insert(&mut tx, &moved).await.unwrap();
    tx.commit().await.unwrap();

    scene.panel.keys.rotate(scene.clock.as_ref()).unwrap();
    let done = reseal(&scene.panel.keys, &scene.panel.db, &mut |_| {})
        .await
        .unwrap();
    assert_eq!((done.resealed, done.broken), (1, 1));
}

#[tokio::test]
async fn r186_a_wrong_key_file_stops_the_start() {
    let scene = TestPanel::open(&[]).await;
    let path = scene.folder.path().join("keys.json");
    let right = std::fs::read_to_string(&path).unwrap();

    std::fs::remove_file(&path).unwrap();
    let missing = scene.open_again().await.err().unwrap().to_string();
    assert!(
        missing.contains("no key file") && missing.contains("Put the key file back"),
        "{missing}"
    );
    assert!(
        !path.exists(),
        "no fresh keys are made for a database that has others"
    );

    let other = TestPanel::open(&[]).await;
    std::fs::copy(other.folder.path().join("keys.json"), &path).unwrap();
    let unknown = scene.open_again().await.err().unwrap().to_string();
    assert!(unknown.contains("is not in the key file"), "{unknown}");

    // The right id on another key.
    let (mine, theirs) = (scene.panel.keys.active_id(), other.panel.keys.active_id());
    let forged = std::fs::read_to_string(&path)
        .unwrap()
        .replace(&theirs.to_string(), &mine.to_string());
    std::fs::write(&path, forged).unwrap();
    let wrong = scene.open_again().await.err().unwrap().to_string();
    assert!(wrong.contains("belongs to another panel"), "{wrong}");

    std::fs::write(&path, right).unwrap();
    assert!(scene.open_again().await.is_ok());
}
