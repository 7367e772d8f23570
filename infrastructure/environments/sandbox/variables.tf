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
