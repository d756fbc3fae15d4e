//! Forms with files, read from a stream. The token comes first, and nothing that follows is read unless it is right;
//! whatever is longer than its bound ends the reading.

use std::collections::BTreeMap;

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Request};
use axum::http::{StatusCode, header};

use super::area::Area;
use super::form::{CSRF_FIELD, Posted};
use super::problem::Problem;
use crate::Panel;

/// More fields than any form of ours with files has.
const MAX_FIELDS: usize = 20;

/// What a form with files brought. How large it may be all in all, its route says.
pub struct PostedFiles {
    /// What was typed.
    pub typed: Posted,
    files: BTreeMap<String, Vec<u8>>,
}

impl PostedFiles {
    /// Reads a form. Whoever calls it has seen that this person may send one.
    ///
    /// # Errors
    /// Where it is no form of ours, or too large.
    pub async fn read(request: Request, panel: &Panel) -> Result<Self, Problem> {
        let (area, headers) = (Area::of(request.uri().path()), request.headers().clone());
        let is_form = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.trim_start().starts_with("multipart/form-data"));
        if !is_form {
            return Err(Problem::UnsupportedMediaType);
        }
        let form = Multipart::from_request(request, panel).await;
        let mut form = form.map_err(|_| Problem::BadRequest("malformed-form"))?;
        let (mut typed, mut files) = (Posted::default(), BTreeMap::new());
        let mut count = 0;
        while let Some(field) = form.next_field().await.map_err(|error| problem(&error))? {
            count += 1;
            if count > MAX_FIELDS {
                return Err(Problem::BadRequest("too-many-fields"));
            }
            let name = field.name().unwrap_or_default().to_owned();
            if count == 1 {
                if name != CSRF_FIELD {
                    return Err(Problem::StaleForm);
                }
                typed.insert(name, text(field).await?)?;
                typed.check_token(panel, area, &headers)?;
            } else if field.file_name().is_some() {
                let file = bytes(field, usize::MAX).await?;
                if files.insert(name, file).is_some() {
                    return Err(Problem::BadRequest("duplicated-field"));
                }
            } else {
                typed.insert(name, text(field).await?)?;
            }
        }
        if count == 0 {
            return Err(Problem::StaleForm);
        }
        Ok(Self { typed, files })
    }

    /// The file of a field, if one was chosen.
    pub fn take(&mut self, name: &str) -> Option<Vec<u8>> {
        self.files.remove(name).filter(|file| !file.is_empty())
    }
}

async fn text(field: Field<'_>) -> Result<String, Problem> {
    let bytes = bytes(field, super::form::MAX_VALUE_BYTES).await?;
    String::from_utf8(bytes).map_err(|_| Problem::BadRequest("forbidden-characters"))
}

async fn bytes(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| problem(&error))? {
        if bytes.len() + chunk.len() > most {
            return Err(Problem::BadRequest("field-too-long"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn problem(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::TooLarge
    } else {
        Problem::BadRequest("malformed-form")
    }
}
