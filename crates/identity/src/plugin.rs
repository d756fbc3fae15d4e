//! What a plugin can be in, and how loud its log is.

use crate::text_enum::text_enum;

text_enum! {
    /// What a plugin is in.
    pub enum PluginState {
        /// It is installed and does nothing.
        Disabled => "disabled",
        /// It works.
        Enabled => "enabled",
        /// It was enabled and cannot work: what it would do is not done, and nobody comes in without (R125).
        Faulted => "faulted",
    }
}

text_enum! {
    /// How loud a line of a plugin's log is.
    pub enum LogLevel {
        /// For the plugin's author.
        Debug => "debug",
        /// For the record.
        Info => "info",
        /// For staff to look at some day.
        Warn => "warn",
        /// For staff to look at now.
        Error => "error",
    }
}
