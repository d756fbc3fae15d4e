//! From bytes to files, without trusting any of them: what is too much is noticed while it is read, not
//! after.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use super::place::Place;
use super::{ArchiveError, Files, MOST_FILES, MOST_PACKED, MOST_UNPACKED};
use crate::words::quoted;

pub(super) fn files(bytes: &[u8]) -> Result<Files, ArchiveError> {
    if bytes.len() as u64 > MOST_PACKED.0 {
        return Err(ArchiveError::Packed);
    }
    let unpacked = Bounded {
        inner: GzDecoder::new(bytes),
        left: MOST_UNPACKED.0,
    };
    let mut archive = tar::Archive::new(unpacked);
    let mut files = Files::new();
    // Raw: nothing but plain entries is understood, so that no extension renames or resizes one.
    for entry in archive.entries().map_err(|error| broken(&error))?.raw(true) {
        let mut entry = entry.map_err(|error| broken(&error))?;
        if files.len() == MOST_FILES {
            return Err(ArchiveError::Files);
        }
        let name = name(&entry.path_bytes())?;
        if !entry.header().entry_type().is_file() {
            return Err(ArchiveError::NotAFile(quoted(&name)));
        }
        let place: Place = name.parse()?;
        let size = entry.size();
        if size > place.most().0 {
            return Err(ArchiveError::File {
                name,
                most: place.most(),
            });
        }
        let mut file = Vec::new();
        entry
            .read_to_end(&mut file)
            .map_err(|error| broken(&error))?;
        if file.len() as u64 != size {
            return Err(ArchiveError::Broken(format!("{name} ends too early")));
        }
        if files.insert(name.clone(), file).is_some() {
            return Err(ArchiveError::Twice(name));
        }
    }
    finish(archive.into_inner())?;
    Ok(files)
}

/// Nothing may hide behind the end: neither in the archive, nor behind what is compressed.
fn finish(mut unpacked: Bounded<GzDecoder<&[u8]>>) -> Result<(), ArchiveError> {
    let mut block = [0; 8192];
    loop {
        let count = unpacked.read(&mut block).map_err(|error| broken(&error))?;
        let read = block.get(..count).unwrap_or_default();
        if read.iter().any(|byte| *byte != 0) {
            return Err(ArchiveError::Behind);
        }
        if count == 0 {
            break;
        }
    }
    let mut rest = unpacked.inner.into_inner();
    if rest.fill_buf().map_err(|error| broken(&error))?.is_empty() {
        Ok(())
    } else {
        Err(ArchiveError::Behind)
    }
}

fn name(bytes: &[u8]) -> Result<String, ArchiveError> {
    String::from_utf8(bytes.to_vec())
        .map_err(|error| ArchiveError::Place(quoted(&String::from_utf8_lossy(error.as_bytes()))))
}

fn broken(error: &io::Error) -> ArchiveError {
    if error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<TooMuch>())
        .is_some()
    {
        ArchiveError::Unpacked
    } else {
        ArchiveError::Broken(error.to_string())
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it unpacks to more than is allowed")]
struct TooMuch;

/// A reader that fails once it gave what it may.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::other(TooMuch))?;
        Ok(count)
    }
}
