//! Hooks over their whole life, on both engines: what plugins hear of.

mod chat;
mod estate;
mod receiver;
