//! One word for the next page, carried by a cookie that only we can write.

use axum::http::{HeaderMap, HeaderValue};
use data_encoding::BASE64URL_NOPAD;
use innkeeper_theme::contexts::Flash;

use super::area::Area;
use super::cookies::CookieKind;
use crate::Panel;
use crate::keys::MacPurpose;

/// The cookie that carries a word to the next page.
pub fn write(panel: &Panel, area: Area, flash: &Flash) -> HeaderValue {
    let text = serde_json::to_vec(flash).expect("a flash is made of strings");
    let mac = panel.keys.mac(MacPurpose::Flash, &text);
    let value = format!(
        "{}.{}",
        BASE64URL_NOPAD.encode(&text),
        BASE64URL_NOPAD.encode(&mac)
    );
    panel.cookies().set(CookieKind::Flash(area), &value)
}

/// The word that the last page left, if it is ours.
pub fn read(panel: &Panel, headers: &HeaderMap, area: Area) -> Option<Flash> {
    let value = panel.cookies().get(headers, CookieKind::Flash(area))?;
    let (text, mac) = value.split_once('.')?;
    let text = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    let mac = BASE64URL_NOPAD.decode(mac.as_bytes()).ok()?;
    panel
        .keys
        .verify_mac(MacPurpose::Flash, &text, &mac)
        .then_some(())?;
    serde_json::from_slice(&text).ok()
}
