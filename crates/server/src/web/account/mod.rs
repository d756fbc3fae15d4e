//! A person's own pages, the same in both areas.

pub mod credential;
pub mod devices;
pub mod email;
pub mod enrol;
pub mod home;
pub mod invitations;
pub mod later;
pub mod mobile;
pub mod password;
pub mod profile;
pub mod recovered;
pub mod security;
pub mod sessions;
pub mod step_up;
pub mod tokens;
pub mod trial;
