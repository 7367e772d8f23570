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
  description = "Beginning of the ARNs of the functions that an operator deploys and invokes, of the readable log groups, and of the schedules."
  type        = object({ functions = string, log_groups = string, schedules = string })
}

variable "api_arn" {
  description = "ARN of the REST API."
  type        = string
}

variable "credstash" {
  description = "ARNs of the credstash table and its key."
  type        = object({ table_arn = string, key_arn = string })
}

variable "page_key_secret" {
  description = "Name in credstash of the key that signs links to the payer's page. Readers may see its versions."
  type        = string
}

variable "password_secrets" {
  description = "Names of the database's password in credstash. Readers may list its versions."
  type        = list(string)
}

variable "database_arn" {
  description = "ARN of the RDS instance. An operator rotates its password."
  type        = string
}

variable "queue_arns" {
  description = "ARNs of the queues and of their dead-letter queues. An operator counts their messages and moves them back."
  type        = object({ queues = list(string), dead_letters = list(string) })
}

variable "ci" {
  description = <<-E
    Who deploys with OpenID Connect, without a key: the ARN of the account's identity provider (bootstrap/ creates one),
    the exact subjects, such as GitHub's `repo:example/superbowleto:environment:live`, and the audience. Null: no one.
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
  description = "ARNs of users and roles that may assume the operator's role. Empty: no role, only its policy."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in concat(var.operators, var.readers) : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[a-z-]+/[^*]+$", arn))])
    error_message = "An operator or reader is the ARN of a user or role: no account as a whole, and no *."
  }
}

variable "readers" {
  description = "ARNs of users and roles that may assume the reader's role, which changes nothing and reads no secret."
  type        = list(string)
  default     = []
}

variable "mfa" {
  description = "Whether people need a second factor to assume a role. Set false if they log in through IAM Identity Center: it checks the factor, and STS does not see it."
  type        = bool
  default     = true
}
