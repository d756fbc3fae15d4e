//! What a package is, tried from outside.

#[cfg(test)]
mod archive;
#[cfg(test)]
mod bundled;
#[cfg(test)]
mod component;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod icons;
#[cfg(test)]
mod index;
#[cfg(test)]
mod manifest;
#[cfg(test)]
mod permission;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod signature;
#[cfg(test)]
mod trust;
