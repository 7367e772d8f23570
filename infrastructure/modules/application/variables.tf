variable "environment" {
  description = "Name of the environment, the prefix of the queues and of the secrets."
  type        = string
}

variable "name" {
  description = "Prefix of the functions: `<environment>-<service>`."
  type        = string
}

variable "functions" {
  description = <<-E
    Functions by name. `memory` (MiB) and `timeout` (seconds) are first values; a release sets later ones. `queue`, with
    `batch_size` and at most `at_once` calls, and `schedule` are triggers, or null. `sends_to` names the queues that the function sends to, also a
    `<queue>-dead-letter`. `tells_owners`: it sends to the queues that boletos name. `registers`: it calls the banks.
    `rotates`: it sets the database's password. `checks`: it only tries versions of the password that its event names.
    `links`: it signs links to the payer's page. `opens_links`: it also reads links that older keys signed.
  E
  type = map(object({
    memory       = number
    timeout      = number
    queue        = optional(string)
    batch_size   = optional(number, 10)
    at_once      = optional(number)
    schedule     = optional(string)
    sends_to     = optional(list(string), [])
    tells_owners = optional(bool, false)
    registers    = optional(bool, false)
    rotates      = optional(bool, false)
    checks       = optional(bool, false)
    links        = optional(bool, false)
    opens_links  = optional(bool, false)
  }))

  validation {
    condition     = alltrue([for function in values(var.functions) : function.memory >= 128 && function.memory <= 10240])
    error_message = "A function's memory is 128 to 10240 MiB."
  }

  validation {
    condition     = alltrue([for function in values(var.functions) : function.timeout >= 1 && function.timeout <= 900])
    error_message = "A function's timeout is 1 to 900 seconds."
  }
}

variable "reserved_concurrency" {
  description = "Execution environments that a function has for itself, and at most, by name. Only the first value counts. Null: none."
  type        = map(number)
  default     = null
}

variable "queues" {
  description = "Queues by name: `visibility_timeout` and `delay` in seconds, `max_receives` before a message goes to `<queue>-dead-letter`."
  type = map(object({
    visibility_timeout = number
    delay              = optional(number, 0)
    max_receives       = optional(number, 10)
  }))

  validation {
    condition = alltrue([
      for function in values(var.functions) :
      length(setsubtract(
        concat(function.sends_to, function.queue == null ? [] : [function.queue]),
        concat(keys(var.queues), [for name in keys(var.queues) : "${name}-dead-letter"]),
      )) == 0
    ])
    error_message = "A function takes or sends to a queue that is not in `queues`."
  }

  validation {
    condition = alltrue([
      for name, queue in var.queues : alltrue([
        for function in values(var.functions) : queue.visibility_timeout >= 6 * function.timeout if function.queue == name
      ])
    ])
    error_message = "A queue's visibility_timeout must be at least six times the timeout of the function that takes it, or a message is taken twice."
  }
}

variable "variables" {
  description = "Environment variables of every function, besides `<QUEUE>_QUEUE_URL` of each queue. Everyone who may describe a function can read them, so they may not contain secrets."
  type        = map(string)
}

variable "credstash" {
  description = "ARNs of the credstash table and its key."
  type        = object({ table_arn = string, key_arn = string })
}

variable "provider_secrets" {
  description = "Names of the banks' credentials in credstash. The functions that call the banks may read them."
  type        = list(string)
  default     = []
}

variable "rotation" {
  description = "For a function that rotates the password: the ARN of the database, and variables."
  type        = object({ database_arn = string, variables = map(string) })
}

variable "subnet_ids" {
  description = "Private subnets of the functions."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of the functions."
  type        = string
}

variable "log_days" {
  description = "Days for which the functions' logs are kept. CloudWatch accepts certain numbers only."
  type        = number
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
