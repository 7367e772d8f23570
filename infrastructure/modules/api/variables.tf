variable "name" {
  description = "Name of the API and of its usage plan: `<environment>-<service>`."
  type        = string
}

variable "stage" {
  description = "Name of the stage, the first part of every public path."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_]{1,128}$", var.stage))
    error_message = "A stage's name has letters, digits and underscores."
  }
}

variable "endpoints" {
  description = "Public endpoints by route, and whether each needs an API key. `throttle`: the limit of one that needs none."
  type = map(object({
    method   = string
    path     = string
    api_key  = bool
    throttle = optional(object({ rate = number, burst = number }))
    lambda   = object({ name = string, alias = string, invoke_arn = string })
  }))

  validation {
    condition     = alltrue([for endpoint in values(var.endpoints) : length(split("/", endpoint.path)) <= 4])
    error_message = "A path has at most three parts; for more add a depth to resources.tf."
  }

  validation {
    condition = length(distinct([
      for endpoint in values(var.endpoints) : "${endpoint.method} ${endpoint.path}"
    ])) == length(var.endpoints)
    error_message = "Two functions answer the same method and path."
  }
}

variable "domain" {
  description = "A domain of one's own in front of the stage, and the ARN of its certificate. Null: none."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "throttle" {
  description = "Limits of the stage, for all keys together: requests a second (`rate`) and at once (`burst`)."
  type        = object({ rate = number, burst = number })
}

variable "key_throttle" {
  description = "Limits of each API key: requests a second (`rate`) and at once (`burst`)."
  type        = object({ rate = number, burst = number })

  validation {
    condition     = var.key_throttle.rate < var.throttle.rate && var.key_throttle.burst < var.throttle.burst
    error_message = "A key's limits must be below the stage's, or one calling program uses up what all share."
  }
}

variable "quota" {
  description = "Limit of requests a month for each API key."
  type        = number

  validation {
    condition     = var.quota >= 1
    error_message = "A key that may not call once a month is no key."
  }
}

variable "log_days" {
  description = "Days for which the access log is kept. CloudWatch accepts certain numbers only."
  type        = number
}

variable "max_body" {
  description = "Maximal bytes of a request's body, 1024 to 16384, checked by AWS WAF. Null: API Gateway's own 10 MB, without the cost of WAF."
  type        = number
  default     = null

  validation {
    condition     = var.max_body == null || try(var.max_body >= 1024 && var.max_body <= 16384, false)
    error_message = "WAF looks at the first 16384 bytes of a body; the limit is 1024 to that."
  }
}
