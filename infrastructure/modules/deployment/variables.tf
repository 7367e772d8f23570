variable "name" {
  description = "Prefix of policies and roles: `<environment>-<service>`."
  type        = string
}

variable "bucket" {
  description = "Name of the bucket of artifacts, unique in all of AWS."
  type        = string
}

variable "operations_table" {
  description = "Name of the table of locks and releases."
  type        = string
}

variable "arns" {
  description = "What the ARNs of the functions that an operator deploys and invokes begin with, those of the log groups that may be read, and those of the schedules."
  type        = object({ functions = string, log_groups = string, schedules = string })
}

variable "api_arn" {
  description = "ARN of the REST API."
  type        = string
}

variable "credstash" {
  description = "ARNs of the credstash table and of its key."
  type        = object({ table_arn = string, key_arn = string })
}

variable "password_secrets" {
  description = "Names in credstash of the database's password, whose versions may be listed by who looks."
  type        = list(string)
}

variable "database_arn" {
  description = "ARN of the RDS instance whose password an operator rotates."
  type        = string
}

variable "queue_arns" {
  description = "ARNs of the queues, and of their dead-letter queues, whose messages an operator counts and moves back."
  type        = object({ queues = list(string), dead_letters = list(string) })
}

variable "ci" {
  description = <<-E
    Who deploys by OpenID Connect, without a key: the ARN of the account's identity provider (bootstrap/ makes one), the
    subjects word for word, as in `repo:example/superbowleto:environment:live` of GitHub, and the audience. Null: nobody.
  E
  type = object({
    provider_arn = string
    subjects     = list(string)
    audience     = optional(string, "sts.amazonaws.com")
  })
  default = null

  validation {
    condition     = var.ci == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/.+$", var.ci.provider_arn))
    error_message = "provider_arn is the ARN of an IAM identity provider: arn:aws:iam::<account>:oidc-provider/<issuer>."
  }

  validation {
    condition     = var.ci == null || try(length(var.ci.subjects) > 0 && !anytrue([for subject in var.ci.subjects : strcontains(subject, "*") || strcontains(subject, "?")]), false)
    error_message = "Name at least one subject, each word for word: no * and no ?."
  }
}

variable "operators" {
  description = "ARNs of users and roles who may assume the operator's role. None: there is no such role, only its policy."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in concat(var.operators, var.readers) : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[a-z-]+/[^*]+$", arn))])
    error_message = "An operator or reader is the ARN of a user or role: no account as a whole, and no *."
  }
}

variable "readers" {
  description = "ARNs of users and roles who may assume the reader's role, which changes nothing and reads no secret."
  type        = list(string)
  default     = []
}

variable "mfa" {
  description = "Whether people need a second factor to assume a role. Those who come by an identity centre prove theirs there, and STS does not see it: false."
  type        = bool
  default     = true
}
