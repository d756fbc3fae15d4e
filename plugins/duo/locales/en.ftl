# The texts of Duo.

duo-name = Duo
duo-summary = Approve on your phone, or whatever else you set up with Duo.
duo-leave = Duo asks you on a page of its own, and sends you back here.
duo-go = Go to Duo
duo-foreign = That is not the answer to this question. Begin again.
duo-refused = Duo did not let you in. Begin again, or take another way.
duo-used = That answer was used already. Begin again.
duo-check-works = It answers, and knows the client.
duo-check-refused = It refuses the client. Look at the client ID and the client secret.
duo-check-unavailable = It does not answer.
