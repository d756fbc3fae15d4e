# The texts of approving on the phone. Those that begin with push-notice appear on the phone: one line each, with no
# argument but $issuer.

push-name = Approve on the phone
push-summary = A notification on your phone: you tap the number that this page shows. It takes the free app ntfy.
push-label = Phone

push-enrol = Install the app ntfy on your phone and subscribe to this topic: scan the code with an Android phone, or type server and topic. Nobody can guess the topic; keep it to yourself. Then continue, and your phone gets a notification to try.
push-qr = QR code that subscribes to the topic in the ntfy app
push-server = Server
push-topic = Topic
push-try = Then continue here. It shows that your phone can answer.
push-not-yet = Nothing was tapped on the phone yet. If no notification comes, check the topic, and that the app may show notifications.
push-enrol-wrong = Another button was tapped on the phone. Cancel, and set it up again.
push-enrol-expired = That took too long. Cancel, and set it up again.

push-number = Tap { $number } in the notification on your phone.
push-wait = Waiting for your phone. It has two minutes. If no notification comes, take another way.
push-wrong = Another number was tapped on the phone. If that was you, ask for a new notification; if not, change your password.
push-refused = The sign-in was refused on the phone. If that was you by mistake, ask for a new notification.
push-expired = The notification is too old. Ask for a new one.
push-used = That notification was answered already. Ask for a new one.

push-notice-title = { $issuer }: is it you who signs in?
push-notice = Tap the number that the page shows. If you are not signing in, tap none of them.
push-notice-refuse-title = { $issuer }: is it somebody else?
push-notice-refuse = If you are not signing in right now, somebody knows your password: refuse, and change it.
push-notice-refuse-button = It is not me
