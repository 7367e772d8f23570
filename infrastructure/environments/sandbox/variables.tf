variable "account" {
  description = "The twelve digits of this environment's AWS account. Terraform refuses any other account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account))
    error_message = "An AWS account has twelve digits."
  }
}

variable "operator_cidrs" {
  description = "Private addresses, in CIDR notation, of operators who run `sbw rotate-password`, for example in a VPN."
  type        = list(string)
  default     = []
}

variable "banks" {
  description = "Base addresses of the banks' services that register boletos. Left out: not connected. Without any bank, the functions cannot reach the internet."
  type        = object({ bradesco_url = optional(string), boleto_api_url = optional(string) })
  default     = {}
}

variable "people" {
  description = "Who may assume a role of this environment: CI by its identity (provider_arn, exact subjects), operators and readers by their ARNs. Left out: no roles, only policies to attach."
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

variable "owner_queue_arns" {
  description = "ARNs of queues of other accounts, in the same region, that an operator allows a tenant (sbw tenant update --allow-queue). The queue's own policy must allow the functions' roles to send."
  type        = list(string)
  default     = []
}

variable "payer_page" {
  description = "The payer's page: domain, certificate_arn and throttle. Empty: at the stage's address."
  type = object({
    domain          = optional(string)
    certificate_arn = optional(string)
    throttle        = optional(object({ rate = number, burst = number }), { rate = 50, burst = 100 })
  })
  default = {}
}
