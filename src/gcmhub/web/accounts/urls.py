"""Addresses of allauth that the hub opens; every page behind them has a template of ours. The others do not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from gcmhub.web.accounts import invitations, views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/passkeys/sign-in/", views.passkey_login, name="mfa_login_webauthn"),
    path("2fa/passkeys/reauthenticate/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("signup/", account.signup, name="account_signup"),
    path("email/", account.email, name="account_email"),
    # Names that allauth's code asks for: passwords are changed, not set; keys are removed and added, not renamed.
    path("password/set/", views.closed, name="account_set_password"),
    path("2fa/passkeys/<int:pk>/edit/", views.closed, name="mfa_edit_webauthn"),
    path("", views.home, name="account_home"),
    path("profile/", views.profile, name="account_profile"),
    path("expertise/", views.expertise, name="account_expertise"),
    path("organisations/", views.organisations, name="account_organisations"),
    path("organisations/add/", views.add, name="account_add_organisation"),
    path("organisations/<slug:organisation_id>/join/", views.join, name="account_join_organisation"),
    path("memberships/<int:membership_id>/end/", views.leave, name="account_leave_organisation"),
    path("consents/", views.consents, name="account_consents"),
    path("consents/<slug:purpose>/withdraw/", views.withdraw, name="account_withdraw_consent"),
    path("export/", views.export, name="account_export"),
    path("delete/", views.delete, name="account_delete"),
    path("deleted/", views.deleted, name="account_deleted"),
    path("invitations/<str:token>/", invitations.invitation, name="account_invitation"),
]
