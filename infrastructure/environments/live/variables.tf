variable "account" {
  description = "The twelve digits of this environment's AWS account; any other account is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account))
    error_message = "An AWS account has twelve digits."
  }
}

variable "operator_cidrs" {
  description = "Private addresses, in CIDR notation, of operators who run `sbw rotate-password`: of a VPN or a peered network."
  type        = list(string)
  default     = []
}

variable "banks" {
  description = "Base addresses of the banks' services that boletos are registered at; left out: not connected. Without any there is no way to the internet."
  type        = object({ bradesco_url = optional(string), boleto_api_url = optional(string) })
  default     = {}
}

variable "people" {
  description = "Who may do what by a role of this environment: CI by its identity (provider_arn, subjects word for word), operators and readers by their ARNs. Left out: nobody, and the policies are there to be attached."
  type = object({
    ci        = optional(object({ provider_arn = string, subjects = list(string), audience = optional(string, "sts.amazonaws.com") }))
    operators = optional(list(string), [])
    readers   = optional(list(string), [])
    mfa       = optional(bool, true)
  })
  default = {}
}

variable "alarm_topic" {
  description = "ARN of the SNS topic that alarms and the budget tell; null: nobody is told."
  type        = string
  default     = null
}
