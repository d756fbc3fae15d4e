//! The door's rules from outside, as the panel calls them. A test that proves a requirement is named by it.

#[cfg(test)]
mod check_up;
#[cfg(test)]
mod demand;
#[cfg(test)]
mod device;
#[cfg(test)]
mod email;
#[cfg(test)]
mod enforcement;
#[cfg(test)]
mod local_path;
#[cfg(test)]
mod mobile;
#[cfg(test)]
mod names;
#[cfg(test)]
mod password;
#[cfg(test)]
mod people;
#[cfg(test)]
mod permission;
#[cfg(test)]
mod purity;
#[cfg(test)]
mod reminder;
#[cfg(test)]
mod removal;
#[cfg(test)]
mod session;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod step_up;
#[cfg(test)]
mod team;
#[cfg(test)]
mod throttle;
#[cfg(test)]
mod throttle_properties;
#[cfg(test)]
mod words;
