//! Icons: shapes pass, and nothing that could do more than be looked at.

use innkeeper_package::Package;
use innkeeper_package::archive::{ArchiveError, pack};
use innkeeper_package::icon::IconError;

use crate::fixtures::{FULL, files, package, with};

fn svg(inside: &str) -> Option<IconError> {
    let icon = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>");
    file("icon.svg", icon)
}

fn file(name: &str, file: impl Into<Vec<u8>>) -> Option<IconError> {
    let mut files = with(name, file);
    if name == "icon.png" {
        files.remove("icon.svg");
        files.insert("plugin.toml".into(), FULL.replace("icon.svg", name).into());
    }
    match pack(files) {
        Ok(_) => None,
        Err(ArchiveError::Icon { error, .. }) => Some(error),
        Err(error) => panic!("{error}"),
    }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\x06\0\0\0\0\0\0\0");
    bytes.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

#[test]
fn shapes_and_gradients_pass_as_they_are() {
    assert_eq!(package().icon, Some(crate::fixtures::ICON.into()));
    assert_eq!(svg("<path d=\"M0 0\"/>"), None);
}

#[test]
fn what_could_do_more_than_be_looked_at_is_refused() {
    for inside in [
        "<script>alert(1)</script>",
        "<style>@import 'x'</style>",
        "<foreignObject/>",
        "<image href=\"x.png\"/>",
        "<use href=\"#a\"/>",
        "<a href=\"https://evil.example\"/>",
        "<animate attributeName=\"x\"/>",
        "<set attributeName=\"onload\"/>",
        "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\"/>",
    ] {
        assert!(
            matches!(svg(inside), Some(IconError::Element(_))),
            "{inside}"
        );
    }
    for inside in [
        "<path onclick=\"alert(1)\"/>",
        "<path style=\"fill:red\"/>",
        "<path xlink:href=\"#a\"/>",
        "<path href=\"#a\"/>",
        "<path class=\"a\"/>",
        "<g xml:base=\"https://evil.example\"/>",
    ] {
        assert!(
            matches!(svg(inside), Some(IconError::Attribute(_))),
            "{inside}"
        );
    }
    for value in [
        "url(https://evil.example/a)",
        "url( 'https://evil.example')",
        "URL(//evil.example)",
        "url(data:x)",
        "u\\72l(x)",
        "image-set('x')",
        "&#117;rl(x)",
    ] {
        let inside = format!("<path fill=\"{value}\"/>");
        assert!(
            matches!(svg(&inside), Some(IconError::Reference(_))),
            "{value}"
        );
    }
    for inside in [
        "<![CDATA[x]]>",
        "<?xml-stylesheet href='x'?>",
        "text",
        "&x;",
        "&#60;script>",
    ] {
        assert!(matches!(svg(inside), Some(IconError::Part(_))), "{inside}");
    }
    assert_eq!(
        svg(&format!("{}{}", "<g>".repeat(40), "</g>".repeat(40))),
        Some(IconError::Deep)
    );
}

#[test]
fn a_document_that_is_not_one_svg_is_refused() {
    let doctype = "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    assert!(matches!(
        file("icon.svg", doctype),
        Some(IconError::Part("a document type"))
    ));
    assert_eq!(file("icon.svg", "<svg/>"), Some(IconError::Root));
    assert_eq!(
        file("icon.svg", "<g xmlns=\"http://www.w3.org/2000/svg\"/>"),
        Some(IconError::Root)
    );
    assert_eq!(file("icon.svg", ""), Some(IconError::Root));
    let two = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".repeat(2);
    assert_eq!(file("icon.svg", two), Some(IconError::Root));
    assert!(matches!(svg("<g>"), Some(IconError::Xml(_))));
    assert!(matches!(
        file("icon.svg", b"\xff\xfe".to_vec()),
        Some(IconError::Xml(_))
    ));
}

#[test]
fn a_picture_is_one_png_of_a_bearable_size_with_nothing_behind_it() {
    assert_eq!(file("icon.png", png(64, 64)), None);
    assert_eq!(file("icon.png", png(513, 64)), Some(IconError::Sides));
    assert_eq!(file("icon.png", png(0, 64)), Some(IconError::Sides));
    let mut behind = png(64, 64);
    behind.extend(b"<script>");
    assert_eq!(file("icon.png", behind), Some(IconError::Png));
    assert_eq!(file("icon.png", "GIF89a"), Some(IconError::Png));
}

#[test]
fn the_manifest_and_the_package_agree_on_the_icon() {
    let mut without = files();
    without.remove("icon.svg");
    assert_eq!(
        pack(without.clone()),
        Err(ArchiveError::Missing("icon.svg".into()))
    );
    without.insert(
        "plugin.toml".into(),
        FULL.replace("icon.svg", "envelope").into(),
    );
    assert!(
        Package::read(&pack(without.clone()).unwrap())
            .unwrap()
            .icon
            .is_none()
    );
    without.insert("icon.png".into(), png(64, 64));
    assert!(matches!(
        pack(without),
        Err(ArchiveError::UndeclaredIcon(_))
    ));
}
