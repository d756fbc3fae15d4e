//! What a package is, tried from outside.

#[cfg(test)]
mod archive;
#[cfg(test)]
mod bundled;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod icons;
#[cfg(test)]
mod manifest;
#[cfg(test)]
mod settings;
