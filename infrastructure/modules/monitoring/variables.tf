variable "environment" {
  description = "Name of the environment, a dimension of the service's own metrics."
  type        = string
}

variable "name" {
  description = "Prefix of the alarms: `<environment>-<service>`."
  type        = string
}

variable "alarm_topic" {
  description = "ARN of the SNS topic that alarms and the budget tell; its policy must let cloudwatch.amazonaws.com and budgets.amazonaws.com publish. Null: they can be seen, and tell nobody."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[^.]+$", var.alarm_topic))
    error_message = "alarm_topic is the ARN of a standard SNS topic; CloudWatch takes no FIFO topic."
  }
}

variable "functions" {
  description = "Deployed names of the functions by their names."
  type        = map(string)
}

variable "api" {
  description = "Name and stage of the API."
  type        = object({ name = string, stage = string })
}

variable "queues" {
  description = "Deployed names of the queues by their names."
  type        = map(string)
}

variable "dead_letter_queues" {
  description = "Deployed names of the dead-letter queues by the names of their queues."
  type        = map(string)
}

variable "database" {
  description = "RDS instance, and how many connections to it are too many."
  type        = object({ instance = string, connections = number })
}

variable "pending_minutes" {
  description = "Minutes that a boleto may wait for its registration."
  type        = number
  default     = 30
}

variable "error_percent" {
  description = "Percent of the API's answers that may be 5xx."
  type        = number
  default     = 1
}

variable "latency_seconds" {
  description = "Seconds within which 19 of 20 requests are to be answered."
  type        = number
  default     = 6
}

variable "password_days" {
  description = "Days that the database's password may be old: more than lie between two rotations on a schedule."
  type        = number
  default     = 90

  validation {
    condition     = var.password_days >= 1
    error_message = "A password may be a day old at least."
  }
}

variable "monthly_budget" {
  description = "US dollars a month that the account is to cost at most."
  type        = number

  validation {
    condition     = var.monthly_budget > 0
    error_message = "A budget is more than nothing."
  }
}
