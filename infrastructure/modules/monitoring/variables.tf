variable "environment" {
  description = "Name of the environment, a dimension of the service's own metrics."
  type        = string
}

variable "name" {
  description = "Prefix of the alarms: `<environment>-<service>`."
  type        = string
}

variable "alarm_topic" {
  description = "ARN of the SNS topic for alarms and the budget. Its policy must allow cloudwatch.amazonaws.com and budgets.amazonaws.com to publish. Null: no notifications."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[^.]+$", var.alarm_topic))
    error_message = "alarm_topic is the ARN of a standard SNS topic; CloudWatch takes no FIFO topic."
  }
}

variable "functions" {
  description = "Deployed names of the functions by their names in superbowleto.yml."
  type        = map(string)
}

variable "api" {
  description = "Name and stage of the API."
  type        = object({ name = string, stage = string })
}

variable "queues" {
  description = "Deployed names of the queues by their names in superbowleto.yml."
  type        = map(string)
}

variable "dead_letter_queues" {
  description = "Deployed names of the dead-letter queues by the names of their queues in superbowleto.yml."
  type        = map(string)
}

variable "database" {
  description = "RDS instance, and the number of connections that raises an alarm."
  type        = object({ instance = string, connections = number })
}

variable "pending_minutes" {
  description = "Minutes for which a boleto may wait for its registration."
  type        = number
  default     = 30
}

variable "error_percent" {
  description = "Percent of the API's answers that may be 5xx."
  type        = number
  default     = 1
}

variable "latency_seconds" {
  description = "Seconds within which 19 of 20 requests must be answered."
  type        = number
  default     = 6
}

variable "title_ids_percent" {
  description = "Percent of a wallet's numbers that may be used."
  type        = number
  default     = 80
}

variable "password_days" {
  description = "Maximal age of the database's password in days. More than the time between two scheduled rotations."
  type        = number
  default     = 90

  validation {
    condition     = var.password_days >= 1
    error_message = "A password may be a day old at least."
  }
}

variable "monthly_budget" {
  description = "Limit in US dollars a month for the cost of the account."
  type        = number

  validation {
    condition     = var.monthly_budget > 0
    error_message = "A budget is more than nothing."
  }
}
