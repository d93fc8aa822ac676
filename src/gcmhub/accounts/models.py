"""People. E-mail addresses live in allauth's own table, several to a person."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from gcmhub.core.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the commands of Django ask for these two names."""

    def create_user(self, password: str | None = None, **fields: object) -> "User":
        """Create a person; without a password nobody can sign in with one."""
        user = self.model(**fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, password: str | None = None, **fields: object) -> "User":
        """Create an administrator of the installation."""
        return self.create_user(password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. No username; ``public_id`` is the only name other records use."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=16, default="en", help_text="Interface language of mails and pages.")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False, help_text="Demonstration account: only on loopback, exempt from MFA.")
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "public_id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.public_id
