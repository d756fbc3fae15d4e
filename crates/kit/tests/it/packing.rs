//! From a built folder to a signed package.

use std::fs;

use innkeeper_kit::build::{Built, build};
use innkeeper_kit::parcel;
use innkeeper_package::Offer;

use crate::bundled::folder;

#[test]
fn the_same_folder_makes_the_same_package_and_the_signature_fits_it() {
    let folder = folder("memorable-word");
    build(&folder, &mut |_| {}).unwrap();
    let packed = parcel::pack(&folder).unwrap();
    let bytes = fs::read(&packed.path).unwrap();
    let again = parcel::pack(&folder).unwrap();
    assert_eq!(packed.sha256, again.sha256);
    assert_eq!(bytes, fs::read(&again.path).unwrap());

    let place = tempfile::tempdir().unwrap();
    let key = place.path().join("publisher.key");
    let password = || Some("correct horse".to_owned());
    let public = parcel::keygen(&key, password()).unwrap();
    let package = place.path().join("plugin.innpack");
    fs::write(&package, &bytes).unwrap();
    let signature = parcel::sign(&package, &key, password()).unwrap();
    let signature = fs::read_to_string(signature).unwrap();
    let offer = Offer::signed(&bytes, &signature, &public).unwrap();
    assert_eq!(offer.package().manifest.id.as_str(), packed.id);
    assert!(offer.package().locales.contains_key("de"));

    assert!(parcel::sign(&package, &key, None).is_err());
    assert!(parcel::sign(&package, &key, Some("wrong".into())).is_err());
    assert!(
        parcel::keygen(&key, None).is_err(),
        "keys are never written over"
    );
}

#[test]
fn a_build_is_kept_until_something_changes() {
    let folder = folder("memorable-word");
    build(&folder, &mut |_| {}).unwrap();
    assert_eq!(build(&folder, &mut |_| {}).unwrap(), Built::Kept);
}
