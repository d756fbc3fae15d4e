//! Hooks over their whole life, on both engines: what plugins hear of, what they are asked, and what they show.

mod addresses;
mod asked;
mod chat;
mod estate;
mod guard;
mod receiver;
mod shown;
