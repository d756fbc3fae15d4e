# The texts of the channel for SMS.

sms-name = SMS
sms-summary = Messages to mobile numbers, through Twilio or a gateway of yours. Each one costs money.
