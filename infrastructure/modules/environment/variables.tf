variable "name" {
  description = "Name of the environment in superbowleto.yml."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.name))
    error_message = "An environment's name has 2 to 20 lower-case letters, digits and hyphens, and starts with a letter."
  }
}

variable "project" {
  description = "Decoded superbowleto.yml."
  type        = any # a trigger is an object or the word none

  validation {
    condition     = alltrue([for part in ["service", "functions", "environment"] : can(var.project[part])])
    error_message = "superbowleto.yml lacks one of service, functions and environment."
  }

  validation {
    condition     = can(var.project.environment[var.name])
    error_message = "superbowleto.yml has no environment of this name."
  }

  validation {
    condition     = can(var.project.environment[var.name].database.instance)
    error_message = "superbowleto.yml names no RDS instance for this environment. These modules make an instance; a cluster must be made elsewhere."
  }

  # sbw replaces a variable of the shell; Terraform would use its text as the name.
  validation {
    condition = !strcontains(jsonencode([
      [for part in ["service", "deploy", "functions", "queues"] : try(var.project[part], null)],
      try({ for key, value in var.project.environment[var.name] : key => value if key != "account" }, null),
    ]), "$${")
    error_message = "superbowleto.yml has a variable in a name of this environment; write the name itself."
  }
}

variable "network_cidr" {
  description = "Addresses of the network, a /16 to /20 in CIDR notation."
  type        = string
}

variable "database" {
  description = "Size of the database: instance class, standby in a second zone, initial and maximal GiB, days of backups, and the number of connections that raises an alarm (the limit is the class's memory in bytes / 9531392)."
  type = object({
    class       = string
    multi_az    = bool
    storage     = number
    max_storage = number
    backup_days = number
    connections = number
  })
}

variable "throttle" {
  description = "Limits of the API, for all keys together: requests a second (`rate`) and at once (`burst`). docs/scale.md says how they follow from the database's connections."
  type        = object({ rate = number, burst = number })
}

variable "key_throttle" {
  description = "Limits of each API key, below those of the API: requests a second (`rate`) and at once (`burst`)."
  type        = object({ rate = number, burst = number })
}

variable "reserved_concurrency" {
  description = "Execution environments that a function has for itself, and at most, by its name in superbowleto.yml. Null, or a function that is not named: it shares the account's. Only the first value counts: Terraform changes none later, so that a 0 that an operator sets in an incident stays."
  type        = map(number)
  default     = null
}

variable "quota" {
  description = "Limit of requests a month for each API key."
  type        = number
}

variable "log_days" {
  description = "Days for which logs are kept. CloudWatch accepts certain numbers only."
  type        = number

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827], var.log_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096 or 1827 days."
  }
}

variable "operator_cidrs" {
  description = "Private addresses, in CIDR notation, of operators who run `sbw rotate-password`."
  type        = list(string)
}

variable "banks" {
  description = "Base addresses of the banks' services that register boletos. Null: not connected."
  type        = object({ bradesco_url = optional(string), boleto_api_url = optional(string) })
  default     = {}

  # The requests contain credentials and payers' documents.
  validation {
    condition     = alltrue([for url in values(var.banks) : url == null || can(regex("^https://[^/]+", url))])
    error_message = "A bank's address starts with https://."
  }
}

variable "people" {
  description = "Who may do what. See module `deployment`."
  type = object({
    ci        = optional(object({ provider_arn = string, subjects = list(string), audience = optional(string, "sts.amazonaws.com") }))
    operators = optional(list(string), [])
    readers   = optional(list(string), [])
    mfa       = optional(bool, true)
  })
  default = {}
}

variable "alarm_topic" {
  description = "ARN of the SNS topic for alarms and the budget. Null: no notifications."
  type        = string
  default     = null
}

variable "monthly_budget" {
  description = "Limit in US dollars a month for the cost of the account."
  type        = number
}

variable "max_body" {
  description = "Maximal bytes of a request's body, checked by AWS WAF. Null: API Gateway's own 10 MB."
  type        = number
  default     = null
}

variable "owner_queue_arns" {
  description = "ARNs of queues of other accounts, in the same region, that an operator allows a tenant (sbw tenant update --allow-queue). The queue's own policy must allow the functions' roles to send."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.owner_queue_arns : can(regex("^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}([.]fifo)?$", arn))])
    error_message = "An owner's queue is the ARN of one SQS queue, without a wildcard."
  }
}

variable "payer_page" {
  description = "The payer's page: a domain of one's own with the ARN of its certificate in ACM, in the environment's region (null: the stage's address), and the limits of its routes: requests a second (`rate`) and at once (`burst`)."
  type = object({
    domain          = optional(string)
    certificate_arn = optional(string)
    throttle        = optional(object({ rate = number, burst = number }), { rate = 50, burst = 100 })
  })
  default = {}

  validation {
    condition     = (var.payer_page.domain == null) == (var.payer_page.certificate_arn == null)
    error_message = "A domain needs the certificate of its own name, and a certificate its domain."
  }
}
