//! Icons of strangers, shown on pages of staff and customers. An SVG is a document that could run scripts and
//! fetch things; of all that SVG can, only shapes, paint and their grouping are let through, by name.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::manifest::IconFile;
use crate::words::quoted;

const DEEPEST: usize = 32;

const ELEMENTS: [&str; 16] = [
    "svg",
    "g",
    "path",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "rect",
    "title",
    "desc",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
];

const ATTRIBUTES: [&str; 55] = [
    "xmlns",
    "version",
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "d",
    "points",
    "transform",
    "pathLength",
    "preserveAspectRatio",
    "fill",
    "fill-rule",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-opacity",
    "opacity",
    "color",
    "id",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "vector-effect",
    "paint-order",
    "role",
    "aria-hidden",
    "aria-label",
    "focusable",
    "display",
    "visibility",
    "shape-rendering",
];

const NAMESPACE: &str = "http://www.w3.org/2000/svg";
const LARGEST_SIDE: u32 = 512;

/// Why a file is no icon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IconError {
    /// It is not the XML that it should be.
    #[error("is not well-formed XML: {0}")]
    Xml(String),
    /// Something that icons do not have: a document type, a processing instruction, other text.
    #[error("has {0}, which icons do not have; export it as plain SVG")]
    Part(&'static str),
    /// An element that is not on the list.
    #[error("has the element <{0}>; icons are made of shapes, gradients and groups")]
    Element(String),
    /// An attribute that is not on the list.
    #[error("has the attribute {0}; only shape, place and paint can be said")]
    Attribute(String),
    /// A value that leads elsewhere.
    #[error("refers to something outside of itself in {0}; only url(#id) is allowed")]
    Reference(String),
    /// Groups within groups.
    #[error("nests deeper than {DEEPEST} levels")]
    Deep,
    /// The root is not `<svg>` in its namespace.
    #[error("does not begin with <svg xmlns=\"{NAMESPACE}\">")]
    Root,
    /// It is not a PNG, or there is something behind its end.
    #[error("is not a PNG with nothing behind its end")]
    Png,
    /// It is too large to be an icon.
    #[error("is larger than {LARGEST_SIDE} × {LARGEST_SIDE} pixels, or has no size")]
    Sides,
}

pub(crate) fn check(kind: IconFile, bytes: &[u8]) -> Result<(), IconError> {
    match kind {
        IconFile::Svg => check_svg(bytes),
        IconFile::Png => check_png(bytes),
    }
}

fn xml(error: impl std::fmt::Display) -> IconError {
    IconError::Xml(quoted(&error.to_string()))
}

fn check_svg(bytes: &[u8]) -> Result<(), IconError> {
    let text = std::str::from_utf8(bytes).map_err(xml)?;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<String> = Vec::new();
    let mut roots = 0;
    loop {
        match reader.read_event().map_err(xml)? {
            Event::Start(element) => {
                roots += usize::from(open.is_empty());
                open.push(check_element(&element, open.is_empty())?);
                if open.len() > DEEPEST {
                    return Err(IconError::Deep);
                }
            }
            Event::Empty(element) => {
                roots += usize::from(open.is_empty());
                check_element(&element, open.is_empty())?;
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                let is_blank = text.iter().all(u8::is_ascii_whitespace);
                let may_speak = matches!(open.last().map(String::as_str), Some("title" | "desc"));
                if !is_blank && !may_speak {
                    return Err(IconError::Part("text outside of title and desc"));
                }
            }
            Event::Comment(_) => {}
            Event::Decl(_) if roots == 0 => {}
            Event::Decl(_) => return Err(IconError::Part("a second declaration")),
            Event::CData(_) => return Err(IconError::Part("a CDATA section")),
            Event::PI(_) => return Err(IconError::Part("a processing instruction")),
            Event::DocType(_) => return Err(IconError::Part("a document type")),
            Event::GeneralRef(_) => return Err(IconError::Part("an entity")),
            Event::Eof => break,
        }
    }
    if roots == 1 && open.is_empty() {
        Ok(())
    } else {
        Err(IconError::Root)
    }
}

/// The name of an element that may be there with all its attributes.
fn check_element(element: &BytesStart<'_>, is_root: bool) -> Result<String, IconError> {
    let name = element.name();
    let name = std::str::from_utf8(name.as_ref()).map_err(xml)?;
    if !ELEMENTS.contains(&name) {
        return Err(IconError::Element(quoted(name)));
    }
    let mut is_svg = false;
    for attribute in element.attributes() {
        let attribute = attribute.map_err(xml)?;
        let key = std::str::from_utf8(attribute.key.as_ref()).map_err(xml)?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(xml)?;
        if !ATTRIBUTES.contains(&key) {
            return Err(IconError::Attribute(quoted(key)));
        }
        if key == "xmlns" {
            is_svg = value == NAMESPACE;
        } else if !is_inward(&value) {
            return Err(IconError::Reference(quoted(key)));
        }
    }
    if is_root && !(name == "svg" && is_svg) {
        return Err(IconError::Root);
    }
    Ok(name.to_owned())
}

/// Whether a value refers to nothing, or to something of the same file. A backslash could write a function
/// that is not seen here.
fn is_inward(value: &str) -> bool {
    let small = value.to_ascii_lowercase();
    let functions = small.split("url(").skip(1);
    let mut targets = functions.map(|rest| rest.trim_start_matches([' ', '"', '\'']));
    targets.all(|target| target.starts_with('#'))
        && !small.contains("://")
        && !small.contains("image")
        && !small.contains('\\')
}

/// Whether it is one picture of a bearable size and nothing else. What it shows is for the browser to decode.
fn check_png(bytes: &[u8]) -> Result<(), IconError> {
    let mut rest = bytes
        .strip_prefix(b"\x89PNG\r\n\x1a\n")
        .ok_or(IconError::Png)?;
    let mut is_first = true;
    loop {
        let (length, after) = number(rest).ok_or(IconError::Png)?;
        let (kind, after) = after.split_at_checked(4).ok_or(IconError::Png)?;
        let length = usize::try_from(length).map_err(|_| IconError::Png)?;
        let (data, after) = after.split_at_checked(length).ok_or(IconError::Png)?;
        let (_, after) = number(after).ok_or(IconError::Png)?;
        if is_first != (kind == b"IHDR") {
            return Err(IconError::Png);
        }
        if is_first {
            check_sides(data)?;
        }
        if kind == b"IEND" {
            return after.is_empty().then_some(()).ok_or(IconError::Png);
        }
        is_first = false;
        rest = after;
    }
}

fn check_sides(header: &[u8]) -> Result<(), IconError> {
    let (width, rest) = number(header).ok_or(IconError::Png)?;
    let (height, _) = number(rest).ok_or(IconError::Png)?;
    let is_side = |side: u32| (1..=LARGEST_SIDE).contains(&side);
    (is_side(width) && is_side(height))
        .then_some(())
        .ok_or(IconError::Sides)
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*number), rest))
}
