//! Hooks over their whole life, on both engines: what plugins hear of, and what they are asked.

mod addresses;
mod asked;
mod chat;
mod estate;
mod guard;
mod receiver;
